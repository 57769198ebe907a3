"""Thai text at the boundary: repaired once on its way in, so that equal words are equal strings."""

import re
import threading
import unicodedata

import icu

# Old Windows fonts kept shifted forms of the marks in the private use area; PDF copies bring them.
_PRIVATE_FORMS = str.maketrans(
    "\uf700\uf701\uf702\uf703\uf704"
    "\uf705\uf706\uf707\uf708\uf709\uf70a\uf70b\uf70c\uf70d\uf70e"
    "\uf70f\uf710\uf711\uf712\uf713\uf714\uf715\uf716\uf717\uf718\uf719\uf71a",
    "\u0e10\u0e34\u0e35\u0e36\u0e37"
    "\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
    "\u0e0d\u0e31\u0e4d\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e38\u0e39\u0e3a",
)
_LINE_BREAKS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"\s+")
_SPACES_IN_LINE = re.compile(r"[^\S\n]+")
# Zero-width joiners stay inside an emoji, where they are part of one sign.
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b\u200c\u200e\u200f"
    r"\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
    r"|(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d"
)
_NEEDS_REPAIR = re.compile(r"[\u0e31-\u0e3a\u0e40\u0e47-\u0e4e]{2}")
_DOUBLE_E = re.compile("\u0e40\u0e40")
# Sara am typed in two halves, with a tone mark before, between or after them.
_SPLIT_AM = re.compile("([\u0e48-\u0e4b]?)\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_TONE_AFTER_AM = re.compile("\u0e33([\u0e48-\u0e4b])")
_MARKS = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]{2,}")
_MARK_RANK = {"\u0e3a": 0} | dict.fromkeys("\u0e48\u0e49\u0e4a\u0e4b", 2)
_MARK_RANK |= dict.fromkeys("\u0e4c\u0e4d\u0e4e", 3)
_TORN = re.compile(
    r"(?:^|\s)[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e]"
    r"|[\u0e40-\u0e44]\s+[\u0e01-\u0e2e]"
    r"|[\ufffd\uf700-\uf71a]"
)
_local = threading.local()


def normalise(text: str) -> str:
    """One clean line: NFC, repaired Thai, nothing invisible, single spaces; doing it twice is once.

    Never NFKC, which splits ำ. Every text field passes through here before it is checked, compared
    or stored, so no lone surrogate, NUL or zero-width character reaches the database.
    """
    return _SPACES.sub(" ", _clean(text)).strip()


def normalise_lines(text: str) -> str:
    """As `normalise`, but lines stay lines: for descriptions and notes."""
    lines = _LINE_BREAKS.sub("\n", text).replace("\v", "\n").replace("\f", "\n")
    return "\n".join(line.strip() for line in _spaced(_clean(lines)).split("\n")).strip("\n")


def grapheme_length(text: str) -> int:
    """How many signs a person sees: น้ำ is one (extended grapheme clusters, UAX 29)."""
    iterator: icu.BreakIterator | None = getattr(_local, "graphemes", None)
    if iterator is None:
        # A break iterator holds its text, so no two threads may share one.
        iterator = icu.BreakIterator.createCharacterInstance(icu.Locale.getRoot())
        _local.graphemes = iterator
    iterator.setText(text)
    return sum(1 for _ in iterator)


def looks_torn(text: str) -> bool:
    """Whether it looks copied out of a PDF that lost marks ("ส านักงาน"): worth a warning.

    True where a vowel or mark follows a space or starts the text, a leading vowel is cut off from
    its consonant, or a sign stands for one that could not be read.
    """
    return _TORN.search(text) is not None


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", _INVISIBLE.sub("", text.translate(_PRIVATE_FORMS)))
    while _NEEDS_REPAIR.search(text):
        repaired = unicodedata.normalize("NFC", _repaired(text))
        if repaired == text:
            break
        text = repaired
    return text


def _repaired(text: str) -> str:
    text = _DOUBLE_E.sub("\u0e41", text)
    text = _SPLIT_AM.sub("\\1\\2\u0e33", text)
    text = _TONE_AFTER_AM.sub("\\1\u0e33", text)
    return _MARKS.sub(_ordered, text)


def _ordered(match: re.Match[str]) -> str:
    """Vowel, then tone, then the sign over both, each once: the order fonts expect."""
    marks = sorted(match[0], key=lambda mark: _MARK_RANK.get(mark, 1))
    return "".join(m for i, m in enumerate(marks) if i == 0 or m != marks[i - 1])


def _spaced(text: str) -> str:
    return _SPACES_IN_LINE.sub(" ", text)
