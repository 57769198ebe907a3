"""Bookings read as Events: a fixed number of queries, whatever the number of their dates."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Q, QuerySet

from rooms.models import Booking, Hold, Occurrence, Resource
from rooms.models.bookings import BookingKind
from vcs.calendars.models import EventFragment
from vcs.calendars.rules.events import KEPT_FOR, Dated, Event
from vcs.core import clock
from vcs.directory.models import Cluster

KIND_NAMES = dict(BookingKind.choices)


class DateRow(NamedTuple):
    """What an event says of an occurrence; the names are those of its columns."""

    id: int
    booking_id: int
    recurrence_start: datetime
    starts_at: datetime
    ends_at: datetime
    status: str
    title: str
    description: str
    series_number: int | None
    series_year: int | None
    sequence: int
    updated_at: datetime


class Held(NamedTuple):
    """What an event says of a resource."""

    id: int
    name: str
    kind: str
    location: str
    position: int


def bookings_in_feeds() -> QuerySet[Booking]:
    """The bookings that feeds show, or that have a date recent enough to be shown."""
    recent = Occurrence.objects.filter(ends_at__gt=clock.now() - KEPT_FOR)
    shown = EventFragment.objects.values("booking")
    in_feeds = Q(pk__in=recent.values("booking")) | Q(pk__in=shown)
    return Booking.objects.filter(in_feeds).order_by("pk")


def bookings_of_resource(resource_id: int) -> QuerySet[Booking]:
    """The bookings in feeds that hold the resource or ask for it."""
    holding = Hold.objects.filter(resource=resource_id, occurrence__isnull=False)
    of_it = Q(pk__in=holding.values("occurrence__booking")) | Q(resources=resource_id)
    return bookings_in_feeds().filter(of_it).distinct()


def events_of(bookings: Sequence[Booking]) -> dict[int, Event]:
    """Everything calendars say of the bookings (their office and group at hand), by booking id.

    Two queries; one more where a date holds nothing, and one for each audience by cluster.
    """
    dates = _dates_of([booking.pk for booking in bookings])
    held = _held_by(dates)
    named = _asked_for({key for key, rows in dates.items() if any(r.id not in held for r in rows)})
    return {
        booking.pk: _event(booking, dates[booking.pk], held, named[booking.pk])
        for booking in bookings
    }


def _dates_of(booking_ids: Collection[int]) -> Mapping[int, list[DateRow]]:
    rows = Occurrence.objects.filter(booking__in=booking_ids).order_by("starts_at", "id")
    found: dict[int, list[DateRow]] = defaultdict(list)
    for row in rows.values_list(*DateRow._fields):
        date = DateRow(*row)
        found[date.booking_id].append(date)
    return found


def _held_by(dates: Mapping[int, list[DateRow]]) -> Mapping[int, list[Held]]:
    """The resources that each occurrence holds, by its id."""
    rows = Hold.objects.filter(occurrence__booking__in=list(dates)).order_by("id")
    columns = [f"resource__{name}" for name in Held._fields]
    found: dict[int, list[Held]] = defaultdict(list)
    for occurrence_id, *resource in rows.values_list("occurrence_id", *columns):
        if occurrence_id is not None:
            found[occurrence_id].append(Held(*resource))
    return dict(found)


def _asked_for(booking_ids: Collection[int]) -> Mapping[int, list[Held]]:
    """The resources named for each booking: what is called off holds nothing any more, but stays
    in the feeds of what was asked for it."""
    found: dict[int, list[Held]] = defaultdict(list)
    if booking_ids:
        through = Booking.resources.through.objects.filter(booking__in=booking_ids).order_by("id")
        columns = [f"resource__{name}" for name in Held._fields]
        for booking_id, *resource in through.values_list("booking_id", *columns):
            found[booking_id].append(Held(*resource))
    return found


def _event(
    booking: Booking,
    dates: Sequence[DateRow],
    held: Mapping[int, Sequence[Held]],
    named: Sequence[Held],
) -> Event:
    resources = {resource for row in dates for resource in held.get(row.id, named)}
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
        dated=tuple(_dated(row, held.get(row.id, named)) for row in dates),
        rrule=booking.rrule,
        sequence=booking.sequence,
        description=booking.description,
        announced=_announced(booking, dates),
        audience=_audience(booking),
        office=booking.office.short_name,
        phone=booking.office.phone,
        work_group=booking.work_group.name if booking.work_group else "",
        door_minutes=booking.office.door_opens_minutes,
        # A licence is a meeting, also where the booking does not name a provider.
        remote=booking.conference is not None or bool(_of_kind(resources, Resource.Kind.LICENCE)),
        live=booking.broadcast is not None,
        staff_url=f"{settings.VCS_PUBLIC_URL}/bookings/{booking.pk}",
        channels=_of_kind(resources, Resource.Kind.CHANNEL),
    )


def _dated(row: DateRow, resources: Sequence[Held]) -> Dated:
    return Dated(
        recurrence_start=row.recurrence_start,
        start=row.starts_at,
        end=row.ends_at,
        status=row.status,
        place=place(resources),
        title=row.title,
        description=row.description,
        number=f"{row.series_number}/{row.series_year}" if row.series_number else None,
        resources=frozenset(resource.id for resource in resources),
        sequence=row.sequence,
        updated_at=row.updated_at,
    )


def place(resources: Iterable[Held]) -> str:
    """The rooms among the resources, by name and where they are, in the office's order."""
    rooms = [r for r in resources if r.kind == Resource.Kind.ROOM]
    ordered = sorted(rooms, key=lambda room: (room.position, room.id))
    return ", ".join(f"{r.name} ({r.location})" if r.location else r.name for r in ordered)


def _of_kind(resources: Iterable[Held], kind: str) -> frozenset[int]:
    return frozenset(resource.id for resource in resources if resource.kind == kind)


def _announced(booking: Booking, dates: Iterable[DateRow]) -> bool:
    """Whether schools were ever told: a request that came to nothing never shows as called off."""
    if booking.status == Booking.Status.APPROVED:
        return True
    if booking.status == Booking.Status.CANCELLED:
        return booking.decided_at is not None
    # Approved once, changed since and waiting again: what was confirmed stays so.
    return any(row.status == Occurrence.Status.CONFIRMED for row in dates)


def _audience(booking: Booking) -> str:
    audience = booking.audience or {}
    if audience.get("all_schools"):
        return f"โรงเรียนทุกแห่งในสังกัด {booking.office.short_name}"
    parts: list[str] = []
    if clusters := audience.get("clusters"):
        parts += Cluster.objects.filter(pk__in=clusters).values_list("name", flat=True)
    if schools := audience.get("schools"):
        parts.append(f"โรงเรียนที่ได้รับเชิญ {len(schools)} แห่ง")
    return ", ".join(parts)
