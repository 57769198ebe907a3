"""Resources and what holds them, in the plain form that the rules of placing take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from rooms.models import Hold, PoolRequest, Resource
from rooms.rules.opening import parse_opening_hours
from rooms.rules.placing import Busy, Place, Pool, Taken
from rooms.rules.requests import PoolSpec
from vcs.core.errors import FieldError, InvalidInput, Text

# An occurrence lasts at most a fortnight and its buffers a day each: no older hold reaches in.
LONGEST_HOLD = timedelta(days=16)


def place_of(resource: Resource) -> Place:
    """The resource as the rules see it."""
    return Place(
        id=resource.pk,
        name=resource.name,
        kind=resource.kind,
        capacity=resource.capacity,
        features=frozenset(resource.features),
        setup=timedelta(minutes=resource.setup_minutes),
        teardown=timedelta(minutes=resource.teardown_minutes),
        opening_hours=parse_opening_hours(resource.opening_hours),
        requires_approval=resource.requires_approval,
        request_holds=resource.request_holds,
        position=resource.position,
    )


def bookable(office_id: int) -> QuerySet[Resource]:
    """The office's resources in use, in the office's order."""
    return Resource.objects.filter(office_id=office_id, is_active=True)


def named_and_pooled(
    office_id: int,
    resource_ids: Sequence[int],
    specs: Sequence[PoolSpec],
    *,
    lock: bool = False,
) -> tuple[list[Place], list[Pool]]:
    """The resources asked for by id and those each pool may draw from, in one query.

    With `lock` their rows are locked in id order: the one place where rows of resources are
    locked (docs/locking.md). An id of another office, or of nothing, is refused by its pointer.
    """
    wanted = bookable(office_id).filter(_any_of(resource_ids, specs)).order_by("id")
    rows = list(wanted.select_for_update() if lock else wanted)
    places = {row.pk: place_of(row) for row in rows}
    _refuse_unknown(resource_ids, places)
    fixed = [places[key] for key in dict.fromkeys(resource_ids)]
    pools = [
        Pool(spec, tuple(place for place in places.values() if _fits(place, spec, resource_ids)))
        for spec in specs
    ]
    _refuse_small_pools(pools)
    return fixed, pools


def lock_places(office_id: int, resource_ids: Collection[int], specs: Sequence[PoolSpec]) -> None:
    """Lock the rows of these resources, in use or not, and of the pools', in id order at once."""
    rows = Resource.objects.filter(_any_of(resource_ids, specs), office_id=office_id)
    list(rows.order_by("id").select_for_update().values_list("id", flat=True))


def _any_of(resource_ids: Collection[int], specs: Sequence[PoolSpec]) -> Q:
    wanted = Q(id__in=list(resource_ids))
    for spec in specs:
        wanted |= Q(kind=spec.kind, capacity__gte=spec.min_capacity)
        if not spec.min_capacity:
            wanted |= Q(kind=spec.kind)
    return wanted


def _fits(place: Place, spec: PoolSpec, taken: Collection[int]) -> bool:
    large_enough = not spec.min_capacity or (place.capacity or 0) >= spec.min_capacity
    return place.kind == spec.kind and large_enough and place.id not in taken


def _refuse_unknown(resource_ids: Sequence[int], places: dict[int, Place]) -> None:
    unknown = [n for n, key in enumerate(resource_ids) if key not in places]
    if unknown:
        text = Text(
            "ไม่มีทรัพยากรนี้ในสำนักงาน เลือกจากรายการทรัพยากร",
            "The office has no such resource in use; choose one from the list of resources",
        )
        raise InvalidInput(
            text, errors=[FieldError(f"/resources/{n}", "unknown_resource", text) for n in unknown]
        )


def _refuse_small_pools(pools: Sequence[Pool]) -> None:
    for n, pool in enumerate(pools):
        if len(pool.candidates) < pool.spec.count:
            raise InvalidInput.field(
                f"/any_of/{n}",
                "no_such_resources",
                Text(
                    f"สำนักงานมีทรัพยากรที่ตรงเพียง {len(pool.candidates)} รายการ ลดจำนวนหรือที่นั่ง",
                    f"Only {len(pool.candidates)} would do; ask for fewer or for smaller ones",
                ),
            )


def busy_places(
    resource_ids: Iterable[int],
    start: datetime,
    end: datetime,
    *,
    ignoring: Collection[int] = (),
) -> Busy:
    """What actively holds the resources in [start, end), but for the ignored occurrences."""
    rows = (
        Hold.objects.filter(
            resource_id__in=list(resource_ids),
            active=True,
            hold_start__lt=end,
            hold_start__gte=start - LONGEST_HOLD,
            hold_end__gt=start,
        )
        .values_list(
            "resource_id",
            "hold_start",
            "hold_end",
            "occurrence_id",
            "occurrence__booking_id",
            "occurrence__title",
            "occurrence__booking__title",
            "closure__reason",
        )
        .order_by()
    )
    taken: dict[int, list[Taken]] = defaultdict(list)
    for key, from_, to, occurrence, booking, own_title, title, reason in rows:
        if occurrence is None or occurrence not in ignoring:
            taken[key].append(Taken(from_, to, own_title or title or reason, booking, occurrence))
    return Busy(taken)


def pool_specs(requests: Iterable[PoolRequest]) -> tuple[PoolSpec, ...]:
    """A booking's stored pools as the rules take them."""
    return tuple(PoolSpec(row.kind, row.min_capacity, row.count) for row in requests)
