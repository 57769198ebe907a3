"""Running numbers of a meeting series: ครั้งที่ 5/2569, counted within a Buddhist year."""

import re
from dataclasses import dataclass

from vcs.core.errors import InvalidInput, Text
from vcs.core.thai.dates import BUDDHIST_OFFSET
from vcs.core.thai.digits import to_arabic_digits, to_thai_digits
from vcs.core.thai.reading import BUDDHIST_YEARS, christian_year
from vcs.core.thai.text import normalise

_WRITTEN = re.compile(r"(?:ครั้งที่\s?)?([0-9]{1,4})\s?/\s?([0-9]{4}|[0-9]{2})")
_IN_TITLE = re.compile(r"ครั้งที่\s?([0-9]{1,4})\s?/\s?([0-9]{4}|[0-9]{2})(?![0-9/])")


@dataclass(frozen=True, slots=True, order=True)
class SessionNumber:
    """The number of a session in its year; sorts by year, then number."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if self.number < 1 or self.year not in BUDDHIST_YEARS:
            raise ValueError("a session number is at least 1, in a Buddhist year")

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"

    def title(self, *, thai_digits: bool = False) -> str:
        """As it stands in the title of a meeting: ครั้งที่ 5/2569 · ครั้งที่ ๕/๒๕๖๙."""
        text = f"ครั้งที่ {self}"
        return to_thai_digits(text) if thai_digits else text


def parse_session_number(text: str, *, pointer: str = "/session_number") -> SessionNumber:
    """Read ครั้งที่ 5/2569, 5/2569, ๕/๖๙ or 5/2026; anything else is refused."""
    match = _WRITTEN.fullmatch(_plain(text))
    found = _number(match, pointer) if match else None
    if found is None:
        raise InvalidInput.field(
            pointer,
            "invalid_session_number",
            Text(
                "เลขครั้งที่ไม่ถูกต้อง เขียนเช่น 5/2569",
                "Not a session number: write it as 5/2569",
            ),
        )
    return found


def find_session_number(title: str) -> SessionNumber | None:
    """The session number a title carries, if it says ครั้งที่ n/year with a year that can be."""
    match = _IN_TITLE.search(_plain(title))
    try:
        return _number(match, "/title") if match else None
    except InvalidInput:
        return None


def _plain(text: str) -> str:
    return to_arabic_digits(normalise(text))


def _number(match: re.Match[str], pointer: str) -> SessionNumber | None:
    number, year = int(match[1]), int(match[2])
    if len(match[2]) == 2:  # noqa: PLR2004
        year += 2500
    if number == 0:
        return None
    return SessionNumber(christian_year(year, pointer=pointer) + BUDDHIST_OFFSET, number)
