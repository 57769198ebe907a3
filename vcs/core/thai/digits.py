"""Thai digits ๐–๙: shown and read, never stored."""

_THAI = "๐๑๒๓๔๕๖๗๘๙"
_ARABIC = "0123456789"
_TO_THAI = str.maketrans(_ARABIC, _THAI)
_TO_ARABIC = str.maketrans(_THAI, _ARABIC)


def to_thai_digits(text: str) -> str:
    """The same text with every 0–9 as ๐–๙."""
    return text.translate(_TO_THAI)


def to_arabic_digits(text: str) -> str:
    """The same text with every ๐–๙ as 0–9; codes and numbers pass through here before storage."""
    return text.translate(_TO_ARABIC)
