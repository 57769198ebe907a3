"""Bookings read as Events: a fixed number of queries, whatever the number of their dates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet

from rooms.models import Booking, Hold, Occurrence, Resource
from rooms.models.bookings import BookingKind
from vcs.calendars.models import EventFragment
from vcs.calendars.rules.events import KEPT_FOR, Dated, Event
from vcs.core import clock
from vcs.directory.models import Cluster

KIND_NAMES = dict(BookingKind.choices)


def bookings_with_all(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """The bookings with everything that `event_of` reads of them."""
    holds = Prefetch("holds", Hold.objects.select_related("resource").order_by("id"))
    return bookings.select_related("office", "work_group").prefetch_related(
        "resources", Prefetch("occurrences", Occurrence.objects.prefetch_related(holds))
    )


def bookings_in_feeds() -> QuerySet[Booking]:
    """The bookings that feeds show, or that have a date recent enough to be shown."""
    recent = Occurrence.objects.filter(ends_at__gt=clock.now() - KEPT_FOR)
    shown = EventFragment.objects.values("booking")
    return Booking.objects.filter(Q(pk__in=recent.values("booking")) | Q(pk__in=shown)).order_by(
        "pk"
    )


def bookings_of_resource(resource_id: int) -> QuerySet[Booking]:
    """The bookings in feeds that hold the resource or ask for it."""
    holding = Hold.objects.filter(resource=resource_id, occurrence__isnull=False)
    of_it = Q(pk__in=holding.values("occurrence__booking")) | Q(resources=resource_id)
    return bookings_in_feeds().filter(of_it).distinct()


def event_of(booking: Booking) -> Event:
    """Everything calendars say of the booking, as plain values."""
    resources = _resources_of(booking)
    held = {resource for some in resources.values() for resource in some}
    return Event(
        uid=booking.uid,
        title=booking.title,
        kind=booking.kind,
        category=str(KIND_NAMES[booking.kind]),
        zone=ZoneInfo(booking.timezone),
        wall_start=datetime.combine(booking.local_date, booking.local_time),
        duration=booking.duration,
        created_at=booking.created_at,
        updated_at=booking.updated_at,
        dated=tuple(_dated(one, resources[one.pk]) for one in booking.occurrences.all()),
        rrule=booking.rrule,
        sequence=booking.sequence,
        description=booking.description,
        announced=_announced(booking),
        audience=_audience(booking),
        office=booking.office.short_name,
        phone=booking.office.phone,
        work_group=booking.work_group.name if booking.work_group else "",
        door_minutes=booking.office.door_opens_minutes,
        # A licence is a meeting, also where the booking does not name a provider.
        remote=booking.conference is not None or bool(_of_kind(held, Resource.Kind.LICENCE)),
        live=booking.broadcast is not None,
        staff_url=f"{settings.VCS_PUBLIC_URL}/bookings/{booking.pk}",
        channels=_of_kind(held, Resource.Kind.CHANNEL),
    )


def _announced(booking: Booking) -> bool:
    """Whether schools were ever told: a request that came to nothing never shows as called off."""
    if booking.status == Booking.Status.APPROVED:
        return True
    if booking.status == Booking.Status.CANCELLED:
        return booking.decided_at is not None
    # Approved once, changed since and waiting again: what was confirmed stays so.
    return any(one.status == Occurrence.Status.CONFIRMED for one in booking.occurrences.all())


def _dated(one: Occurrence, resources: Sequence[Resource]) -> Dated:
    return Dated(
        recurrence_start=one.recurrence_start,
        start=one.starts_at,
        end=one.ends_at,
        status=one.status,
        place=place(resources),
        title=one.title,
        description=one.description,
        number=one.session_number,
        resources=frozenset(resource.pk for resource in resources),
        sequence=one.sequence,
        updated_at=one.updated_at,
    )


def _resources_of(booking: Booking) -> dict[int, list[Resource]]:
    """The resources of each occurrence, by its id.

    What is called off holds nothing any more, but stays in the feeds of what was asked for it.
    """
    named = list(booking.resources.all())
    return {
        one.pk: [hold.resource for hold in one.holds.all()] or named
        for one in booking.occurrences.all()
    }


def _of_kind(resources: Iterable[Resource], kind: str) -> frozenset[int]:
    return frozenset(resource.pk for resource in resources if resource.kind == kind)


def place(resources: Iterable[Resource]) -> str:
    """The rooms among the resources, by name and where they are, in the office's order."""
    rooms = {r for r in resources if r.kind == Resource.Kind.ROOM}
    ordered = sorted(rooms, key=lambda room: (room.position, room.pk))
    return ", ".join(f"{r.name} ({r.location})" if r.location else r.name for r in ordered)


def _audience(booking: Booking) -> str:
    audience = booking.audience or {}
    if audience.get("all_schools"):
        return f"โรงเรียนทุกแห่งในสังกัด {booking.office.short_name}"
    clusters = Cluster.objects.filter(pk__in=audience.get("clusters") or ())
    parts = [cluster.name for cluster in clusters]
    if schools := audience.get("schools"):
        parts.append(f"โรงเรียนที่ได้รับเชิญ {len(schools)} แห่ง")
    return ", ".join(parts)
