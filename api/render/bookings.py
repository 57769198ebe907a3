"""Bookings as the API shows them, alone or a page at a time, by a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Count, Min, Q

from api.serializers.outputs.bookings import (
    Ability,
    BookingCore,
    BookingItem,
    BookingOccurrence,
    BookingOut,
    PoolOut,
)
from api.serializers.outputs.common import (
    BookingKind,
    BookingStatus,
    OccurrenceStatus,
    ResourceKind,
)
from rooms.models import Booking, Occurrence, PoolRequest
from rooms.queries.listing import resources_of
from rooms.rules.states import is_possible
from vcs.core import clock
from vcs.directory import policy
from vcs.directory.models import User

MOST_OCCURRENCES = 400
DATE_COLUMNS = (
    "id",
    "booking_id",
    "starts_at",
    "ends_at",
    "status",
    "skipped_reason",
    "series_number",
    "series_year",
    "version",
)
_RIGHTS: dict[Ability, str] = {
    "edit": policy.BOOKING_EDIT,
    "submit": policy.BOOKING_EDIT,
    "approve": policy.BOOKING_APPROVE,
    "reject": policy.BOOKING_APPROVE,
    "cancel": policy.BOOKING_CANCEL,
}


@dataclass(slots=True)
class Parts:
    """What several bookings consist of, by booking id; read in two queries."""

    resources: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    pools: dict[int, list[PoolOut]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, booking_ids: Sequence[int]) -> Parts:
        """The parts of these bookings."""
        parts = cls()
        for booking, resource in named_resources(booking_ids):
            parts.resources[booking].append(resource)
        for pool in PoolRequest.objects.filter(booking__in=booking_ids):
            parts.pools[pool.booking_id].append(
                {
                    "kind": cast("ResourceKind", pool.kind),
                    "min_capacity": pool.min_capacity,
                    "count": pool.count,
                }
            )
        return parts


def named_resources(booking_ids: Iterable[int]) -> Iterable[tuple[int, int]]:
    """The resources that bookings name, as (booking, resource) in order of id."""
    through = Booking.resources.through.objects.filter(booking__in=list(booking_ids))
    return through.order_by("id").values_list("booking_id", "resource_id")


def booking_out(booking: Booking, user: User) -> BookingOut:
    """One booking with its first dates."""
    rows = list(
        Occurrence.objects.filter(booking=booking)
        .order_by("starts_at", "id")
        .values(*DATE_COLUMNS)[: MOST_OCCURRENCES + 1]
    )
    more = len(rows) > MOST_OCCURRENCES
    count = Occurrence.objects.filter(booking=booking).count() if more else len(rows)
    parts = Parts.of([booking.pk])
    dates = dates_out(rows[:MOST_OCCURRENCES], {booking.pk: parts.resources[booking.pk]})
    return {**_core(booking, user, parts), "occurrences": dates, "occurrence_count": count}


def booking_items(bookings: Sequence[Booking], user: User) -> list[BookingItem]:
    """Bookings in a list, each with the next of its dates."""
    ids = [booking.pk for booking in bookings]
    parts = Parts.of(ids)
    counts = _counts(ids)
    following = _following(ids, parts)
    return [
        {
            **_core(booking, user, parts),
            "next_occurrence": following.get(booking.pk),
            "occurrence_count": counts.get(booking.pk, 0),
        }
        for booking in bookings
    ]


def dates_out(
    rows: Sequence[dict[str, Any]], named: dict[int, list[int]]
) -> list[BookingOccurrence]:
    """Dates of bookings; what holds nothing shows the resources its booking names."""
    held = resources_of([row["id"] for row in rows])
    return [_date(row, held.get(row["id"]) or named[row["booking_id"]]) for row in rows]


def session_number(row: Mapping[str, Any]) -> str | None:
    """The number in its series, "5/2569"."""
    number = row["series_number"]
    return None if number is None else f"{number}/{row['series_year']}"


def _date(row: dict[str, Any], resources: list[int]) -> BookingOccurrence:
    return {
        "id": row["id"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "status": cast("OccurrenceStatus", row["status"]),
        "resources": resources,
        "skipped_reason": row["skipped_reason"] or None,
        "session_number": session_number(row),
        "version": row["version"],
    }


def _counts(booking_ids: Sequence[int]) -> dict[int, int]:
    rows = Occurrence.objects.filter(booking__in=booking_ids).order_by()
    return dict(rows.values_list("booking_id").annotate(count=Count("id")))


def _following(booking_ids: Sequence[int], parts: Parts) -> dict[int, BookingOccurrence]:
    to_come = Q(booking__in=booking_ids, ends_at__gt=clock.now()) & ~Q(
        status__in=[Occurrence.Status.CANCELLED, Occurrence.Status.SKIPPED]
    )
    starts = Occurrence.objects.filter(to_come).order_by().values_list("booking_id")
    firsts = dict(starts.annotate(first=Min("starts_at")))
    rows = Occurrence.objects.filter(to_come, starts_at__in=set(firsts.values()))
    found = {
        row["booking_id"]: row
        for row in rows.values(*DATE_COLUMNS)
        if firsts[row["booking_id"]] == row["starts_at"]
    }
    dates = dates_out(list(found.values()), parts.resources)
    return dict(zip(found, dates, strict=True))


def _core(booking: Booking, user: User, parts: Parts) -> BookingCore:
    start = start_of(booking)
    return {
        "id": booking.pk,
        "number": booking.number,
        "title": booking.title,
        "description": booking.description,
        "kind": cast("BookingKind", booking.kind),
        "status": cast("BookingStatus", booking.status),
        "starts_at": start,
        "ends_at": start + booking.duration,
        "timezone": booking.timezone,
        "rrule": booking.rrule or None,
        "exdates": _exdates(booking),
        "resources": parts.resources[booking.pk],
        "any_of": parts.pools[booking.pk],
        "audience": cast("Any", booking.audience),
        "conference": cast("Any", booking.conference),
        "broadcast": cast("Any", booking.broadcast),
        "on_conflict": cast("Any", booking.on_conflict),
        "series": booking.series_id,
        "requester": {
            "id": booking.requester_id,
            "name": booking.requester.display_name,
            "work_group": booking.work_group.name if booking.work_group else "",
        },
        "reason": booking.reason or None,
        "requested_at": booking.requested_at,
        "decided_at": booking.decided_at,
        "hold_expires_at": booking.hold_expires_at,
        "can": abilities(booking, user),
        "version": booking.version,
        "created_at": booking.created_at,
        "updated_at": booking.updated_at,
    }


def start_of(booking: Booking) -> datetime:
    """The instant of the booking's own start, which is wall time in its zone."""
    local = datetime.combine(booking.local_date, booking.local_time)
    return local.replace(tzinfo=ZoneInfo(booking.timezone))


def _exdates(booking: Booking) -> list[datetime]:
    zone = ZoneInfo(booking.timezone)
    return [datetime.fromisoformat(text).replace(tzinfo=zone) for text in booking.exdates]


def abilities(booking: Booking, user: User) -> list[Ability]:
    """The steps this person may take from the booking's present status."""
    return [
        step
        for step, right in _RIGHTS.items()
        if is_possible(step, booking.status) and policy.can(user, right, booking)
    ]
