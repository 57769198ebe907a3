"""The days an office does not work: the government's, and the office's own word on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from holidays import HolidayBase, country_holidays

from vcs.core.errors import Text
from vcs.directory.models import Office

# Holidays of pupils and of workers, on which government offices work.
_OTHERS = ("วันเด็กแห่งชาติ", "วันแรงงานแห่งชาติ", "Children's Day", "Labor Day")
_CATEGORIES = ("public", "government")
_FIRST_YEAR = 1941
_LAST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day out of the ordinary; with `is_working_day` the office works although others rest."""

    date: date
    name: Text
    is_working_day: bool = False


def office_holidays(office: Office, start: date, end: date) -> list[Holiday]:
    """The holidays from start to end, both days included; the office's own entry replaces ours."""
    days = {day: Holiday(day, name) for day, name in _public(start, end)}
    for own in office.holidays.filter(date__range=(start, end)):
        days[own.date] = Holiday(own.date, Text(own.name, own.name), own.is_working_day)
    return [days[day] for day in sorted(days)]


def is_office_holiday(office: Office, day: date) -> bool:
    """Whether the office rests on this day for another reason than the weekend."""
    found = office_holidays(office, day, day)
    return any(not holiday.is_working_day for holiday in found)


def _public(start: date, end: date) -> Iterable[tuple[date, Text]]:
    first, last = max(start.year, _FIRST_YEAR), min(end.year, _LAST_YEAR)
    for year in range(first, last + 1):
        for day, name in _public_of(year):
            if start <= day <= end:
                yield day, name


@lru_cache(maxsize=200)
def _public_of(year: int) -> tuple[tuple[date, Text], ...]:
    thai, english = (_calendar(year, language) for language in ("th", "en_US"))
    named = ((day, _names(thai, day), _names(english, day)) for day in sorted(thai))
    return tuple((day, Text(th, en)) for day, th, en in named if th)


def _calendar(year: int, language: str) -> HolidayBase:
    return country_holidays("TH", years=year, categories=_CATEGORIES, language=language)


def _names(calendar: HolidayBase, day: date) -> str:
    names = calendar.get_list(day)
    return " / ".join(name for name in names if not any(other in name for other in _OTHERS))
