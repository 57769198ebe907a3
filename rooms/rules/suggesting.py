"""Three ways out of a conflict: the nearest time, another room, another day."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from rooms.errors import Suggestion, Way
from rooms.rules.placing import Busy, Place, Pool, place_slots
from rooms.rules.plans import instant, wall
from vcs.core.intervals import Interval

STEP = timedelta(minutes=15)
FARTHEST_SHIFT = timedelta(hours=10)
DAYS_AHEAD = 14
DAY_BEGINS, DAY_ENDS = time(7, 30), time(18)


class Ways:
    """Looks for ways out for one request; every question is answered from what is in memory."""

    def __init__(
        self,
        slots: Sequence[Interval],
        *,
        fixed: Sequence[Place],
        pools: Sequence[Pool],
        others: Sequence[Place],
        busy: Busy,
        zone: ZoneInfo,
        working_day: Callable[[date], bool],
        not_before: datetime,
    ) -> None:
        self.slots, self.fixed, self.pools = slots, fixed, pools
        self.others, self.busy, self.zone = others, busy, zone
        self.working_day, self.not_before = working_day, not_before

    def all(self) -> list[Suggestion]:
        """At most one of each way, the nearest time first; none twice the same."""
        found: list[Suggestion] = []
        for look in (self.nearest_time, self.other_room, self.other_day):
            suggestion = look()
            if suggestion is not None:
                found.append(suggestion)
        return found

    def nearest_time(self) -> Suggestion | None:
        """The same places on the same day, shifted as little as possible."""
        for shift in _shifts():
            moved = [self._moved(slot, shift) for slot in self.slots]
            if self._same_days(moved) and self._fits(moved, self.fixed):
                return self._way(moved[0], self.fixed, "nearest_time")
        return None

    def other_room(self) -> Suggestion | None:
        """The same time with each taken place replaced by the one most like it."""
        replaced = list(self.fixed)
        for n, place in enumerate(self.fixed):
            if self._fits(self.slots, [place], with_pools=False):
                continue
            used = {other.id for other in replaced}
            free = [
                other
                for other in self._alternatives(place)
                if other.id not in used and self._fits(self.slots, [other], with_pools=False)
            ]
            if not free:
                return None
            replaced[n] = free[0]
        if replaced == list(self.fixed) or not self._fits(self.slots, replaced):
            return None
        return self._way(self.slots[0], replaced, "other_room")

    def other_day(self) -> Suggestion | None:
        """The same places at the same hour on the next working day that is free."""
        for days in range(1, DAYS_AHEAD + 1):
            moved = [self._moved(slot, timedelta(days=days)) for slot in self.slots]
            on = moved[0].start.astimezone(self.zone).date()
            if self.working_day(on) and self._fits(moved, self.fixed):
                return self._way(moved[0], self.fixed, "other_day")
        return None

    def _moved(self, slot: Interval, shift: timedelta) -> Interval:
        start = instant(wall(slot.start, self.zone) + shift, self.zone)
        return Interval(start, start + slot.duration)

    def _same_days(self, moved: Sequence[Interval]) -> bool:
        if moved[0].start < self.not_before:
            return False
        return all(
            _days(a, self.zone) == _days(b, self.zone)
            and (_by_day(a, self.zone) or not _by_day(b, self.zone))
            for a, b in zip(moved, self.slots, strict=True)
        )

    def _fits(
        self, slots: Sequence[Interval], fixed: Sequence[Place], *, with_pools: bool = True
    ) -> bool:
        if not all(
            self.busy.is_free(place, slot) and place.opening_hours.covers(slot, self.zone)
            for slot in slots
            for place in fixed
        ):
            return False
        pools = self.pools if with_pools else ()
        placements = place_slots(slots, fixed=fixed, pools=pools, busy=self.busy, zone=self.zone)
        return all(placement.free for placement in placements)

    def _alternatives(self, place: Place) -> list[Place]:
        seats = place.capacity or 0

        def likeness(other: Place) -> tuple[bool, int, int, int]:
            missing = len(place.features - other.features)
            smaller = (other.capacity or 0) < seats
            return smaller, missing, abs((other.capacity or 0) - seats), other.position

        same_kind = [other for other in self.others if other.kind == place.kind]
        return sorted((other for other in same_kind if other.id != place.id), key=likeness)

    def _way(self, first: Interval, places: Sequence[Place], reason: Way) -> Suggestion:
        return Suggestion(first.start, first.end, tuple(place.id for place in places), reason)


def _days(slot: Interval, zone: ZoneInfo) -> tuple[date, date]:
    return slot.start.astimezone(zone).date(), slot.end.astimezone(zone).date()


def _by_day(slot: Interval, zone: ZoneInfo) -> bool:
    """Whether it lies within the hours at which people meet, whatever the rooms' own hours."""
    start, end = wall(slot.start, zone), wall(slot.end, zone)
    return start.time() >= DAY_BEGINS and end.time() <= DAY_ENDS


def _shifts() -> Iterator[timedelta]:
    shift = STEP
    while shift <= FARTHEST_SHIFT:
        yield shift
        yield -shift
        shift += STEP
