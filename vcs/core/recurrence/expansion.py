"""The days a rule gives. Bounded by construction: it walks periods, never more than the limit.

python-dateutil is the oracle in the tests, not the engine here: looking for the next instance of a
rule that has none, it walks to the year 9999.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from vcs.core.recurrence.rule import MOST_DAYS, Rule, WeekdayNum

_WEEK = 7
_MONTHS = 12


def horizon(first: date) -> date:
    """The last day a rule that starts on `first` may reach; the same span wherever it starts."""
    return first + timedelta(days=MOST_DAYS)


def days(rule: Rule, first: date) -> Iterator[date]:
    """The days from `first` to the horizon that the rule gives, in order, its end disregarded."""
    last = horizon(first)
    return (day for day in _walk(rule, first, last) if first <= day <= last)


def nearest(rule: Rule, first: date) -> date | None:
    """The day of the rule nearest to a start that is none, within the same phase of INTERVAL."""
    before: date | None = None
    for day in _walk(rule, first, horizon(first)):
        if day >= first:
            return before if before and first - before < day - first else day
        before = day
    return before


def _walk(rule: Rule, first: date, last: date) -> Iterator[date]:
    """Every day of the periods from the one `first` lies in; may begin before `first`."""
    walks = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}
    for day in walks[rule.freq](rule, first, last):
        if not rule.by_month or day.month in rule.by_month:
            yield day


def _daily(rule: Rule, first: date, last: date) -> Iterator[date]:
    for offset in range(0, (last - first).days + 1, rule.interval):
        yield first + timedelta(days=offset)


def _weekly(rule: Rule, first: date, last: date) -> Iterator[date]:
    offsets = sorted(
        (weekday - rule.week_start) % _WEEK
        for weekday in [day.weekday for day in rule.by_day] or [first.weekday()]
    )
    week = first - timedelta(days=(first.weekday() - rule.week_start) % _WEEK)
    while week <= last:
        yield from (week + timedelta(days=offset) for offset in offsets)
        week += timedelta(days=_WEEK * rule.interval)


def _monthly(rule: Rule, first: date, last: date) -> Iterator[date]:
    begin = first.year * _MONTHS + first.month - 1
    end = last.year * _MONTHS + last.month
    for month in range(begin, end, rule.interval):
        yield from _in_month(rule, month // _MONTHS, month % _MONTHS + 1, first.day)


def _yearly(rule: Rule, first: date, last: date) -> Iterator[date]:
    for year in range(first.year, last.year + 1, rule.interval):
        for month in rule.by_month or (first.month,):
            yield from _in_month(rule, year, month, first.day)


def _in_month(rule: Rule, year: int, month: int, default: int) -> list[date]:
    length = monthrange(year, month)[1]
    if rule.by_day:
        numbers = {n for day in rule.by_day for n in _weekday_numbers(day, year, month, length)}
    else:
        wanted = rule.by_month_day or (default,)
        numbers = {n if n > 0 else length + 1 + n for n in wanted}
    chosen = sorted(n for n in numbers if 1 <= n <= length)
    return [date(year, month, n) for n in _at_positions(chosen, rule.by_set_pos)]


def _weekday_numbers(day: WeekdayNum, year: int, month: int, length: int) -> list[int]:
    first = 1 + (day.weekday - date(year, month, 1).weekday()) % _WEEK
    every = list(range(first, length + 1, _WEEK))
    return _at_positions(every, (day.ordinal,) if day.ordinal else ())


def _at_positions(values: list[int], positions: tuple[int, ...]) -> list[int]:
    """The values at 1-based positions, negative ones from the end; all of them for no position."""
    if not positions:
        return values
    places = {p - 1 if p > 0 else len(values) + p for p in positions}
    return [values[place] for place in sorted(places) if 0 <= place < len(values)]
