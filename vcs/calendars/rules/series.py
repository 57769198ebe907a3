"""From dated occurrences back to a rule with exceptions, such that readers get the same dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from vcs.calendars.rules.events import Dated, Event
from vcs.core.recurrence import Recurrence, instant


@dataclass(frozen=True, slots=True)
class Slot:
    """An instance of the rule: its instant, and the wall time that names it to calendars."""

    at: datetime
    wall: datetime


@dataclass(slots=True)
class Layout:
    """A series as written: dates left out, dates that differ, and dates that stand alone.

    `status` is that of the dates that do not differ; it is None where no date of the rule is left.
    """

    status: str | None = None
    excluded: list[Slot] = field(default_factory=list)
    overrides: list[tuple[Slot, Dated]] = field(default_factory=list)
    detached: list[Dated] = field(default_factory=list)
    plain: Dated | None = None


def slots_of(event: Event) -> list[Slot]:
    """Every instance of the event's rule, dates left out included."""
    recurrence = Recurrence(event.wall_start, event.duration, event.zone.key, event.rrule)
    return [Slot(instant(wall, event.zone), wall) for wall in recurrence.rule_starts]


def lay_out(event: Event, shown: Sequence[Dated]) -> Layout:
    """Write the shown occurrences as the rule and its exceptions; together exactly those.

    What the rule does not give, and what was moved to or past a neighbour (which Outlook refuses),
    becomes an event of its own.
    """
    slots = slots_of(event)
    by_start = {one.recurrence_start: one for one in shown}
    matched = [(slot, by_start[slot.at]) for slot in slots if slot.at in by_start]
    outside = _out_of_order(matched, event.zone)
    layout = Layout(detached=_strangers(shown, slots) + [matched[n][1] for n in sorted(outside)])
    kept = [pair for n, pair in enumerate(matched) if n not in outside]
    if not kept:
        return layout
    layout.status = _commonest(one.status for _slot, one in kept)
    base = next(one for _slot, one in kept if one.status == layout.status)
    layout.plain = _commonest_place(kept, layout.status) or base
    for slot, one in kept:
        if not _is_plain(one, layout.plain, event.duration):
            layout.overrides.append((slot, one))
    held = {slot.at for slot, _one in kept}
    layout.excluded = [slot for slot in slots if slot.at not in held]
    return layout


def _strangers(shown: Iterable[Dated], slots: Iterable[Slot]) -> list[Dated]:
    given = {slot.at for slot in slots}
    return [one for one in shown if one.recurrence_start not in given]


def _out_of_order(matched: Sequence[tuple[Slot, Dated]], zone: ZoneInfo) -> set[int]:
    """Moved ones that share a day with a neighbour, overlap it or changed places with it."""
    outside: set[int] = set()
    changed = True
    while changed:
        changed = False
        left = [(n, one) for n, (_slot, one) in enumerate(matched) if n not in outside]
        for (n, one), (m, other) in pairwise(left):
            if _follows(one, other, zone):
                continue
            outside.add(_mover(n, one, m, other))
            changed = True
            break
    return outside


def _follows(one: Dated, other: Dated, zone: ZoneInfo) -> bool:
    next_day = other.start.astimezone(zone).date() > one.start.astimezone(zone).date()
    return next_day and other.start >= one.end


def _mover(n: int, one: Dated, m: int, other: Dated) -> int:
    """Which of two that collide left its place: the one moved further."""
    moved = abs(one.start - one.recurrence_start)
    other_moved = abs(other.start - other.recurrence_start)
    return m if other_moved >= moved and other_moved > timedelta() else n


def _is_plain(one: Dated, base: Dated, duration: timedelta) -> bool:
    return (
        one.start == one.recurrence_start
        and one.end - one.start == duration
        and not one.title
        and not one.description
        and (one.status, one.place) == (base.status, base.place)
    )


def _commonest(values: Iterable[str]) -> str:
    counts: dict[str, int] = {}
    for value in values:
        counts[value] = counts.get(value, 0) + 1
    return max(sorted(counts), key=lambda value: (counts[value], value == "confirmed"))


def _commonest_place(kept: Sequence[tuple[Slot, Dated]], status: str) -> Dated | None:
    ordinary = [one for _slot, one in kept if one.status == status and not one.title]
    if not ordinary:
        return None
    place = _commonest(one.place for one in ordinary)
    return next(one for one in ordinary if one.place == place)
