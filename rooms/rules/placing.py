"""Putting occurrences on resources: who is free, whom a pool gives, and what stands in the way."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from rooms.rules.opening import OpeningHours
from rooms.rules.requests import PoolSpec
from vcs.core.intervals import Interval


@dataclass(frozen=True, slots=True)
class Place:
    """What placing needs to know of a resource."""

    id: int
    name: str
    kind: str
    capacity: int | None
    features: frozenset[str]
    setup: timedelta
    teardown: timedelta
    opening_hours: OpeningHours
    requires_approval: bool
    request_holds: bool
    position: int = 0

    def hold(self, slot: Interval) -> Interval:
        """The slot with this resource's set-up and tear-down time round it."""
        return slot.padded(self.setup, self.teardown)


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of a resource that something else holds; `title` of a closure is its reason."""

    start: datetime
    end: datetime
    title: str | None = None
    booking_id: int | None = None
    occurrence_id: int | None = None


class Busy:
    """Everything that holds the resources of interest, for quick overlap questions."""

    def __init__(self, taken: Mapping[int, Sequence[Taken]]) -> None:
        self._taken = {key: sorted(rows, key=lambda row: row.start) for key, rows in taken.items()}
        self._starts = {key: [row.start for row in rows] for key, rows in self._taken.items()}

    def overlapping(self, resource_id: int, hold: Interval) -> list[Taken]:
        """What holds the resource during any part of the stretch, by start."""
        rows = self._taken.get(resource_id)
        if not rows:
            return []
        before_end = bisect_left(self._starts[resource_id], hold.end)
        return [row for row in rows[:before_end] if row.end > hold.start]

    def is_free(self, place: Place, slot: Interval) -> bool:
        """Whether nothing holds the resource during the slot and its buffers."""
        return not self.overlapping(place.id, place.hold(slot))


@dataclass(frozen=True, slots=True)
class Pool:
    """A request for any of several, with those that would do."""

    spec: PoolSpec
    candidates: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Clash:
    """One resource that one slot cannot have, and what has it (None: no candidate is free)."""

    slot: Interval
    place: Place
    taken: Taken | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A resource for a slot; `pool` is the index of the pool that gave it, None if named."""

    place: Place
    pool: int | None = None


@dataclass(slots=True)
class Placement:
    """The answer for one slot: what it gets, or why not."""

    slot: Interval
    chosen: list[Chosen] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)
    closed: list[Place] = field(default_factory=list)
    short: list[int] = field(default_factory=list)
    holiday: bool = False

    @property
    def free(self) -> bool:
        """Whether the slot can be held; a series that skips leaves holidays out, too."""
        return not (self.clashes or self.closed or self.short or self.holiday)


def place_slots(
    slots: Sequence[Interval],
    *,
    fixed: Sequence[Place],
    pools: Sequence[Pool],
    busy: Busy,
    zone: ZoneInfo,
    preferred: Mapping[Interval, Iterable[int]] | None = None,
) -> list[Placement]:
    """Place every slot on its own; a pool gives one slot after another the same if it can.

    A slot keeps what it had (`preferred`) while that is free; else the candidate free for most
    slots wins, then the smallest that is large enough, then the office's own order.
    """
    ranked = [_ranked(pool, slots, busy, zone) for pool in pools]
    return [
        _place(slot, fixed, pools, ranked, busy, zone, set((preferred or {}).get(slot, ())))
        for slot in slots
    ]


def _ranked(pool: Pool, slots: Sequence[Interval], busy: Busy, zone: ZoneInfo) -> list[Place]:
    def rank(place: Place) -> tuple[int, int, int, int]:
        usable = sum(
            busy.is_free(place, slot) and place.opening_hours.covers(slot, zone) for slot in slots
        )
        return (-usable, place.capacity or 0, place.position, place.id)

    return sorted(pool.candidates, key=rank)


def _place(
    slot: Interval,
    fixed: Sequence[Place],
    pools: Sequence[Pool],
    ranked: Sequence[Sequence[Place]],
    busy: Busy,
    zone: ZoneInfo,
    kept: set[int],
) -> Placement:
    placement = Placement(slot)
    for place in fixed:
        placement.chosen.append(Chosen(place))
        placement.clashes += [
            Clash(slot, place, taken) for taken in busy.overlapping(place.id, place.hold(slot))
        ]
        if not place.opening_hours.covers(slot, zone):
            placement.closed.append(place)
    used = {place.id for place in fixed}
    for index, pool in enumerate(pools):
        order = sorted(ranked[index], key=lambda place: place.id not in kept)
        _draw(placement, index, pool, order, busy, zone, used)
    return placement


def _draw(
    placement: Placement,
    index: int,
    pool: Pool,
    order: Sequence[Place],
    busy: Busy,
    zone: ZoneInfo,
    used: set[int],
) -> None:
    slot = placement.slot
    usable = [
        place
        for place in order
        if place.id not in used
        and busy.is_free(place, slot)
        and place.opening_hours.covers(slot, zone)
    ][: pool.spec.count]
    placement.chosen += [Chosen(place, index) for place in usable]
    used |= {place.id for place in usable}
    if len(usable) == pool.spec.count:
        return
    placement.short.append(index)
    for place in order:
        if place.id not in used:
            blocking = busy.overlapping(place.id, place.hold(slot))
            placement.clashes += [Clash(slot, place, taken) for taken in blocking]
