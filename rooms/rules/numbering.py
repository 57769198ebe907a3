"""Numbers of meetings: ครั้งที่ n/พ.ศ., counted anew each year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from vcs.core.thai import be_year, fiscal_year


def year_of(day: date, numbering: str) -> int:
    """The Buddhist year a day counts in, by calendar or by fiscal year."""
    return fiscal_year(day) if numbering == "fiscal_year" else be_year(day)


def allot(days: Sequence[date], numbering: str, last: Mapping[int, int]) -> list[tuple[int, int]]:
    """(year, number) for each day in order, going on from the last number of its year."""
    reached = dict(last)
    numbers = []
    for day in days:
        year = year_of(day, numbering)
        reached[year] = reached.get(year, 0) + 1
        numbers.append((year, reached[year]))
    return numbers
