"""Writing holds: the one place where rows of the guarded table are made (docs/locking.md)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import IntegrityError, transaction

from rooms.errors import BookingConflict
from rooms.models import Booking, Hold, Occurrence, PoolRequest
from rooms.queries.conflicts import refuse_unplaced
from rooms.queries.edits import fixed_ids
from rooms.queries.places import busy_places, named_and_pooled, pool_specs
from rooms.rules.placing import Busy, Place, Placement, Pool, place_slots
from rooms.triggers import GUARD
from vcs.core.intervals import Interval
from vcs.core.recurrence import zone_named


@dataclass(frozen=True, slots=True)
class Wanted:
    """An occurrence with the time it is to have and the resources named for it."""

    occurrence: Occurrence
    slot: Interval
    fixed: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """What a wanted occurrence gets, or why it cannot have it."""

    wanted: Wanted
    placement: Placement


class Table:
    """The resources of one booking, locked, on which its occurrences are placed."""

    def __init__(self, booking: Booking, resource_ids: Sequence[int]) -> None:
        self.booking = booking
        self.requests = list(booking.pools.all()) if booking.pk else []
        self.fixed, self.pools = named_and_pooled(
            booking.office_id, resource_ids, pool_specs(self.requests), lock=True
        )
        self._by_id = {place.id: place for place in self.fixed}

    def place(self, wanted: Sequence[Wanted]) -> list[Placed]:
        """Place all together as things stand now; what they hold already is not in their way."""
        if not wanted:
            return []
        zone = zone_named(self.booking.timezone)
        busy = self._busy(wanted)
        kept = held_by([one.occurrence for one in wanted])
        placed = []
        for fixed, group in _by_fixed(wanted).items():
            preferred = {one.slot: kept.get(one.occurrence.pk, set()) for one in group}
            placements = place_slots(
                [one.slot for one in group],
                fixed=[self._by_id[key] for key in fixed],
                pools=self.pools,
                busy=busy,
                zone=zone,
                preferred=preferred,
            )
            placed += [Placed(one, at) for one, at in zip(group, placements, strict=True)]
        return placed

    def _busy(self, wanted: Sequence[Wanted]) -> Busy:
        ignoring = {one.occurrence.pk for one in wanted}
        return busy_for(
            _span([one.slot for one in wanted]), self.fixed, self.pools, ignoring=ignoring
        )

    def hold(self, placed: Sequence[Placed]) -> None:
        """Give the occurrences these holds instead of those they had, all or nothing."""
        rows = [row for one in placed for row in self._rows(one)]
        wanted = [one.wanted for one in placed]
        with guarded(partial(self._explain, wanted)):
            Hold.objects.filter(occurrence__in=[one.occurrence for one in wanted]).delete()
            Hold.objects.bulk_create(rows)

    def _explain(self, wanted: Sequence[Wanted]) -> list[Placement]:
        return [one.placement for one in self.place(wanted)]

    def _rows(self, placed: Placed) -> list[Hold]:
        return hold_rows(
            placed.wanted.occurrence,
            placed.placement,
            status=self.booking.status,
            pools=self.requests,
        )


def place_again(booking: Booking, occurrences: Sequence[Occurrence]) -> tuple[Table, list[Placed]]:
    """Place occurrences at their present times on what was asked for them, or refuse them all.

    A pool gives what it gave before while that is free, else another.
    """
    wanted = [
        Wanted(one, Interval(one.starts_at, one.ends_at), fixed_ids(one, booking))
        for one in occurrences
    ]
    table = Table(booking, sorted({key for one in wanted for key in one.fixed}))
    placed = table.place(wanted)
    refuse_unplaced([one.placement for one in placed])
    return table, placed


def resources_in(placed: Sequence[Placed]) -> set[int]:
    """The ids of all resources that were given."""
    return {chosen.place.id for one in placed for chosen in one.placement.chosen}


def active_now(place: Place, status: str) -> bool:
    """Whether a hold on the place keeps others away while its booking has the status."""
    if status == Booking.Status.REQUESTED:
        return place.request_holds
    return status == Booking.Status.APPROVED


def hold_rows(
    occurrence: Occurrence,
    placement: Placement,
    *,
    status: str,
    pools: Sequence[PoolRequest] = (),
) -> list[Hold]:
    """Unsaved holds of one occurrence on what it was given, buffers included."""
    return [
        Hold(
            occurrence=occurrence,
            resource_id=one.place.id,
            pool=pools[one.pool] if one.pool is not None else None,
            hold_start=one.place.hold(placement.slot).start,
            hold_end=one.place.hold(placement.slot).end,
            active=active_now(one.place, status),
        )
        for one in placement.chosen
    ]


def busy_for(
    span: Interval,
    fixed: Sequence[Place],
    pools: Sequence[Pool],
    *,
    ignoring: set[int] | None = None,
) -> Busy:
    """What holds any of the places during the span and the widest of their buffers."""
    places = [*fixed, *(place for pool in pools for place in pool.candidates)]
    before = max((place.setup for place in places), default=timedelta())
    after = max((place.teardown for place in places), default=timedelta())
    return busy_places(
        {place.id for place in places},
        span.start - before,
        span.end + after,
        ignoring=ignoring or (),
    )


def held_by(occurrences: Sequence[Occurrence]) -> dict[int, set[int]]:
    """The resources each occurrence has now, by its id."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Hold.objects.filter(occurrence__in=[one for one in occurrences if one.pk])
    for occurrence, resource in rows.values_list("occurrence_id", "resource_id"):
        if occurrence is not None:
            found[occurrence].add(resource)
    return found


@contextmanager
def guarded(explain: Callable[[], Sequence[Placement]]) -> Iterator[None]:
    """Write holds inside; the database's refusal of an overlap becomes one BookingConflict."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if GUARD not in str(error):
            raise
        refuse_unplaced(explain())
        raise BookingConflict from error


def release(occurrences: Sequence[Occurrence]) -> set[int]:
    """Free everything the occurrences hold; returns the resources' ids."""
    held = Hold.objects.filter(occurrence__in=occurrences)
    freed = set(held.values_list("resource_id", flat=True))
    held.delete()
    return freed


def _by_fixed(wanted: Sequence[Wanted]) -> Mapping[tuple[int, ...], list[Wanted]]:
    groups: dict[tuple[int, ...], list[Wanted]] = defaultdict(list)
    for one in wanted:
        groups[one.fixed].append(one)
    return groups


def _span(slots: Sequence[Interval]) -> Interval:
    return Interval(min(slot.start for slot in slots), max(slot.end for slot in slots))
