"""Content lines of RFC 5545 as bytes: escaped, cleaned and folded the way strict readers want."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import quote

LINE_OCTETS = 75
_CONTINUATION = b"\r\n "
_BACKSLASH = 0x5C
# The controls iCalendar forbids, the marks that reorder text, lone surrogates, a stray BOM.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_BREAKS = re.compile("\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_URI_SAFE = ":/?#[]@!$&'()*+,;=%~-._"


def clean(text: str) -> str:
    """The text in NFC, its line breaks as ``\\n``, without what no calendar program may be sent."""
    broken = _BREAKS.sub("\n", text).replace("\t", " ")
    return unicodedata.normalize("NFC", _FORBIDDEN.sub("", broken))


def escape(text: str) -> str:
    """A clean TEXT value: backslash, semicolon, comma and line break escaped, each once."""
    return clean(text).translate(_ESCAPED)


def uri(address: str) -> str:
    """An address in ASCII: whatever else it has is percent-encoded as UTF-8."""
    return quote(_FORBIDDEN.sub("", address), safe=_URI_SAFE)


def fold(line: str, whole: bytes = b"") -> bytes:
    """The line in pieces of at most 75 octets, without its closing CRLF.

    Never cut: a character of UTF-8, a backslash from what it escapes, and every appearance of
    `whole`, which must be shorter than a line: it can then be replaced by another of its length.
    """
    raw = line.encode()
    if len(raw) <= LINE_OCTETS:
        return raw
    pieces = []
    start, room = 0, LINE_OCTETS
    while len(raw) - start > room:
        end = _cut(raw, start, start + room, whole)
        pieces.append(raw[start:end])
        start, room = end, LINE_OCTETS - 1
    pieces.append(raw[start:])
    return _CONTINUATION.join(pieces)


def _cut(raw: bytes, start: int, end: int, whole: bytes) -> int:
    if whole:
        found = raw.find(whole, max(start, end - len(whole) + 1), end + len(whole) - 1)
        if start < found < end:
            return found
    while raw[end] & 0xC0 == 0x80:  # noqa: PLR2004 - inside a character of UTF-8
        end -= 1
    return end - 1 if _splits_escape(raw, end) else end


def _splits_escape(raw: bytes, end: int) -> bool:
    """Whether the byte before `end` is a backslash that escapes what follows."""
    run = end
    while raw[run - 1] == _BACKSLASH:
        run -= 1
    return (end - run) % 2 == 1


def folded(lines: Iterable[str], whole: bytes = b"") -> bytes:
    """All lines folded, each closed by CRLF."""
    return b"".join(fold(line, whole) + b"\r\n" for line in lines if line)
