"""What an edit of a booking does to its dates: who moves where, who is new, who goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rooms.rules.plans import wall
from rooms.rules.requests import UNSET, BookingChanges
from rooms.rules.validation import check_times
from vcs.core.errors import InvalidInput, Text
from vcs.core.intervals import Interval
from vcs.core.recurrence import NotExpressible, Recurrence, instant, shift, zone_named


@dataclass(frozen=True, slots=True)
class Dated:
    """An occurrence as the rules see it; `open` ones may still change."""

    id: int
    recurrence_start: datetime
    slot: Interval
    open: bool


@dataclass(slots=True)
class Reschedule:
    """The outcome: the new rule, identities in it, new times, new dates and those given up."""

    recurrence: Recurrence
    identities: dict[int, datetime] = field(default_factory=dict)
    moved: dict[int, Interval] = field(default_factory=dict)
    added: list[Interval] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)


def reschedule(
    recurrence: Recurrence,
    rows: Sequence[Dated],
    changes: BookingChanges,
    *,
    base: datetime,
    now: datetime,
) -> Reschedule:
    """Apply changed times or rule to a series; `base` is the wall time the new start stands for.

    Every occurrence keeps its id. Without a new rule all open ones move by the same wall-clock
    difference; with one, those whose date the new rule still gives stay, the others go.
    """
    zone = zone_named(recurrence.zone if changes.timezone is UNSET else changes.timezone)
    by = timedelta() if changes.starts_at is UNSET else wall(changes.starts_at, zone) - base
    duration = _duration(recurrence, changes, base, zone)
    if changes.rrule is UNSET and changes.exdates is UNSET:
        outcome = Reschedule(_shifted(recurrence, by, zone, duration))
        _move_identities(outcome, recurrence, rows, by)
    else:
        outcome = Reschedule(_new_rule(recurrence, changes, by, zone, duration))
        _match(outcome, recurrence, rows, by, now)
    for row in rows:
        if row.open and row.id not in outcome.dropped:
            outcome.moved[row.id] = _moved(row, recurrence, by, zone, duration)
    return outcome


def move_one(row: Dated, changes: BookingChanges) -> Interval:
    """The new times of a single occurrence; a start alone keeps its length."""
    start = row.slot.start if changes.starts_at is UNSET else changes.starts_at
    end = start + row.slot.duration if changes.ends_at is UNSET else changes.ends_at
    check_times(start, end)
    return Interval(start, end)


def _duration(
    recurrence: Recurrence, changes: BookingChanges, base: datetime, zone: ZoneInfo
) -> timedelta:
    if changes.ends_at is UNSET:
        return recurrence.duration
    start = instant(base, zone) if changes.starts_at is UNSET else changes.starts_at
    check_times(start, changes.ends_at)
    return changes.ends_at - start


def _shifted(
    recurrence: Recurrence, by: timedelta, zone: ZoneInfo, duration: timedelta
) -> Recurrence:
    try:
        moved = shift(recurrence, by) if by else recurrence
    except NotExpressible:
        # The rule stays and each date becomes an exception to it: the dates are what was asked.
        moved = recurrence
    return moved.replaced(zone=zone.key, duration=duration)


def _new_rule(
    recurrence: Recurrence,
    changes: BookingChanges,
    by: timedelta,
    zone: ZoneInfo,
    duration: timedelta,
) -> Recurrence:
    parts = {
        "dtstart": recurrence.dtstart + by,
        "duration": duration,
        "zone": zone.key,
        "rrule": recurrence.rrule if changes.rrule is UNSET else (changes.rrule or None),
    }
    if changes.exdates is UNSET:
        kept = replace(recurrence, exdates=())
        fresh = kept.replaced(**parts)
        exdates = tuple(at + by for at in recurrence.exdates if at + by in fresh.rule_starts)
    else:
        exdates = tuple(wall(at, zone) for at in changes.exdates)
    return recurrence.replaced(**parts, exdates=exdates)


def _move_identities(
    outcome: Reschedule, old: Recurrence, rows: Sequence[Dated], by: timedelta
) -> None:
    new = outcome.recurrence
    step = timedelta() if new.dtstart == old.dtstart else by
    for row in rows:
        local = wall(row.recurrence_start, ZoneInfo(old.zone)) + step
        outcome.identities[row.id] = instant(local, ZoneInfo(new.zone))


def _match(
    outcome: Reschedule, old: Recurrence, rows: Sequence[Dated], by: timedelta, now: datetime
) -> None:
    zone = ZoneInfo(outcome.recurrence.zone)
    given = set(outcome.recurrence.starts())
    for row in rows:
        local = wall(row.recurrence_start, ZoneInfo(old.zone)) + by
        outcome.identities[row.id] = instant(local, zone)
        if local in given:
            given.discard(local)
        elif row.open:
            outcome.dropped.append(row.id)
        else:
            _refuse_rewriting_history()
    length = outcome.recurrence.duration
    starts = sorted(instant(local, zone) for local in given)
    outcome.added = [Interval(start, start + length) for start in starts if start > now]


def _refuse_rewriting_history() -> None:
    raise InvalidInput.field(
        "/rrule",
        "past_occurrences",
        Text(
            "บางครั้งผ่านไปแล้วหรือยกเลิกไปแล้ว เลือกแก้ตั้งแต่ครั้งถัดไป (scope=following)",
            "Some occurrences are past or cancelled; change the rule from the next one on "
            "(scope=following)",
        ),
    )


def _moved(
    row: Dated, old: Recurrence, by: timedelta, zone: ZoneInfo, duration: timedelta
) -> Interval:
    start = instant(wall(row.slot.start, ZoneInfo(old.zone)) + by, zone)
    usual = row.slot.duration == old.duration
    return Interval(start, start + (duration if usual else row.slot.duration))
