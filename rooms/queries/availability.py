"""What is free and what is taken in a stretch of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rooms.models import Resource
from rooms.queries.places import busy_places, place_of
from rooms.rules.placing import Taken
from vcs.core.intervals import Interval
from vcs.directory import policy
from vcs.directory.models import User


@dataclass(frozen=True, slots=True)
class Availability:
    """Resources free for the whole stretch, and what takes the others when."""

    free: list[Resource]
    busy: list[tuple[Resource, Taken]]


def availability(
    user: User,
    *,
    start: datetime,
    end: datetime,
    kind: str | None = None,
    min_capacity: int | None = None,
    feature: Sequence[str] = (),
) -> Availability:
    """Who could be booked for [start, end) as it stands, buffers and opening hours counted."""
    rows = policy.visible(Resource.objects.filter(is_active=True), user)
    if user.office is None:
        rows = rows.select_related("office")
    if kind:
        rows = rows.filter(kind=kind)
    if min_capacity:
        rows = rows.filter(capacity__gte=min_capacity)
    resources = [row for row in rows if set(feature) <= set(row.features)]
    return _sorted_out(resources, Interval(start, end), user)


def _sorted_out(resources: list[Resource], slot: Interval, user: User) -> Availability:
    places = [place_of(row) for row in resources]
    widest = [place.hold(slot) for place in places]
    if not widest:
        return Availability([], [])
    busy = busy_places(
        [place.id for place in places],
        min(hold.start for hold in widest),
        max(hold.end for hold in widest),
    )
    answer = Availability([], [])
    for resource, place, hold in zip(resources, places, widest, strict=True):
        taken = busy.overlapping(place.id, hold)
        zone = ZoneInfo((user.office or resource.office).time_zone)
        if not taken and place.opening_hours.covers(slot, zone):
            answer.free.append(resource)
        answer.busy.extend((resource, one) for one in taken)
    return answer
