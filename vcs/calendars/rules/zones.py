"""VTIMEZONE for the zones a feed names, from the IANA data at hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from vcs.calendars.rules.lines import folded

# Older events are in no feed; regular rules go on for ever, irregular ones are listed to the end.
FIRST_YEAR, LAST_YEAR = 2015, 2037
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_WEEK = 7
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, order=True)
class Observance:
    """One of the offsets a zone changes to, and from which other."""

    name: str
    offset_from: timedelta
    offset_to: timedelta
    is_daylight: bool


@lru_cache(maxsize=64)
def vtimezone(key: str) -> bytes:
    """The zone's rules under its IANA name; one that keeps its clocks is one STANDARD part."""
    zone = ZoneInfo(key)
    changes: dict[Observance, list[datetime]] = {}
    for at in _transitions(zone):
        observance = _observance(zone, at)
        wall = (at + observance.offset_from).replace(tzinfo=None)
        changes.setdefault(observance, []).append(wall)
    if not changes:
        offset = datetime(FIRST_YEAR, 1, 1, tzinfo=zone)
        still = Observance(offset.tzname() or key, _offset(offset), _offset(offset), False)
        changes = {still: [datetime(1970, 1, 1)]}  # noqa: DTZ001 - wall time
    parts = [_part(observance, walls) for observance, walls in changes.items()]
    lines = ["BEGIN:VTIMEZONE", f"TZID:{key}", *(line for part in parts for line in part)]
    return folded([*lines, "END:VTIMEZONE"])


def _part(observance: Observance, walls: Sequence[datetime]) -> list[str]:
    name = "DAYLIGHT" if observance.is_daylight else "STANDARD"
    return [
        f"BEGIN:{name}",
        f"DTSTART:{walls[0]:%Y%m%dT%H%M%S}",
        *_recurrence(walls),
        f"TZNAME:{observance.name}",
        f"TZOFFSETFROM:{_sign(observance.offset_from)}",
        f"TZOFFSETTO:{_sign(observance.offset_to)}",
        f"END:{name}",
    ]


def _recurrence(walls: Sequence[datetime]) -> Iterable[str]:
    if len(walls) == 1:
        return []
    rule = _yearly(walls)
    return [rule] if rule else [f"RDATE:{wall:%Y%m%dT%H%M%S}" for wall in walls[1:]]


def _yearly(walls: Sequence[datetime]) -> str | None:
    """The RRULE of changes that come each year to the end of the table on the same weekday."""
    years = [wall.year for wall in walls]
    same = {(wall.month, wall.weekday(), wall.time()) for wall in walls}
    if len(same) > 1 or years != list(range(years[0], LAST_YEAR + 1)):
        return None
    positions = {(wall.day - 1) // _WEEK + 1 for wall in walls}
    if all(_is_last_of_its_month(wall) for wall in walls):
        positions = {-1}
    if len(positions) > 1:
        return None
    day = f"{positions.pop()}{WEEKDAYS[walls[0].weekday()]}"
    return f"RRULE:FREQ=YEARLY;BYMONTH={walls[0].month};BYDAY={day}"


def _is_last_of_its_month(wall: datetime) -> bool:
    return (wall + timedelta(days=_WEEK)).month != wall.month


def _observance(zone: ZoneInfo, at: datetime) -> Observance:
    before, after = (at - _MINUTE).astimezone(zone), at.astimezone(zone)
    return Observance(
        after.tzname() or zone.key, _offset(before), _offset(after), bool(after.dst())
    )


def _transitions(zone: ZoneInfo) -> Iterable[datetime]:
    """The instants at which the zone changes its offset, to the minute."""
    # No zone changes its clocks twice within a week.
    start = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
    while start.year <= LAST_YEAR:
        end = start + timedelta(weeks=1)
        if _offset(start.astimezone(zone)) != _offset(end.astimezone(zone)):
            yield _change_within(zone, start, end)
        start = end


def _change_within(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    before = _offset(low.astimezone(zone))
    while high - low > _MINUTE:
        middle = low + (high - low) // _MINUTE // 2 * _MINUTE
        if _offset(middle.astimezone(zone)) == before:
            low = middle
        else:
            high = middle
    return high


def _offset(at: datetime) -> timedelta:
    return at.utcoffset() or timedelta()


def _sign(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}{abs(minutes) % 60:02d}"
