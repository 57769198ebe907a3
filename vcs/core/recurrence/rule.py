"""A recurrence rule as data, in the part of RFC 5545 §3.3.10 that calendar programs agree on."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Freq = Literal["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]

WEEKDAY_NAMES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MOST_OCCURRENCES = 400
MOST_YEARS = 3
MOST_DAYS = MOST_YEARS * 365 + 1


@dataclass(frozen=True, slots=True, order=True)
class WeekdayNum:
    """A weekday (0 = Monday), or its nth of the month; ordinal 0 means each of them."""

    ordinal: int
    weekday: int

    def __str__(self) -> str:
        return f"{self.ordinal or ''}{WEEKDAY_NAMES[self.weekday]}"


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read and found sound: exactly one of count and until is set.

    `until` is an aware UTC instant and inclusive; the lists are sorted and hold no value twice.
    """

    freq: Freq
    interval: int = 1
    count: int | None = None
    until: datetime | None = None
    by_month: tuple[int, ...] = ()
    by_month_day: tuple[int, ...] = ()
    by_day: tuple[WeekdayNum, ...] = ()
    by_set_pos: tuple[int, ...] = ()
    week_start: int = 0

    def canonical(self) -> str:
        """The one way this rule is written: FREQ first, defaults left out, UNTIL in UTC."""
        parts = {
            "FREQ": self.freq,
            "INTERVAL": str(self.interval) if self.interval > 1 else "",
            "COUNT": str(self.count) if self.count is not None else "",
            "UNTIL": f"{self.until:%Y%m%dT%H%M%SZ}" if self.until is not None else "",
            "BYMONTH": _joined(self.by_month),
            "BYMONTHDAY": _joined(self.by_month_day),
            "BYDAY": _joined(self.by_day),
            "BYSETPOS": _joined(self.by_set_pos),
            "WKST": WEEKDAY_NAMES[self.week_start] if self.week_start_matters() else "",
        }
        return ";".join(f"{name}={value}" for name, value in parts.items() if value)

    def week_start_matters(self) -> bool:
        """Whether WKST changes what the rule gives: only every second week and rarer."""
        return self.freq == "WEEKLY" and self.interval > 1 and self.week_start != 0


def _joined(values: tuple[object, ...]) -> str:
    return ",".join(str(value) for value in values)
