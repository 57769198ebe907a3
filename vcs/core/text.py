"""Text fields of the input: cleaned, and no longer than a person would count."""

from vcs.core.errors import InvalidInput, Text
from vcs.core.thai import grapheme_length, normalise, normalise_lines

# A sign of more code points than this is not writing; it keeps a column from being flooded.
_POINTS_PER_SIGN = 8


def limit(text: str, maximum: int, pointer: str) -> str:
    """The text, if it has at most so many graphemes; refused with both figures otherwise."""
    length = len(text) if len(text) > maximum * _POINTS_PER_SIGN else grapheme_length(text)
    if length > maximum:
        raise InvalidInput.field(
            pointer,
            "too_long",
            Text(
                f"ยาว {length:,} ตัวอักษร ย่อให้ไม่เกิน {maximum:,} ตัวอักษร",
                f"{length:,} characters long; shorten it to at most {maximum:,}",
            ),
        )
    return text


def line(text: str, maximum: int, pointer: str, *, required: bool = True) -> str:
    """One clean line within its limit; an empty one is refused unless it may be left out."""
    clean = limit(normalise(text), maximum, pointer)
    return _present(clean, pointer) if required else clean


def lines(text: str, maximum: int, pointer: str) -> str:
    """Clean running text within its limit; may be empty."""
    return limit(normalise_lines(text), maximum, pointer)


def _present(text: str, pointer: str) -> str:
    if not text:
        raise InvalidInput.field(
            pointer, "required", Text("ต้องกรอกข้อความ", "Write something here; it may not be empty")
        )
    return text
