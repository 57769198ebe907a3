"""Bookings as the API shows them, alone or a page at a time, by a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django.db.models import Count, OuterRef, QuerySet, Subquery

from api.serializers.outputs.bookings import (
    Ability,
    BookingCore,
    BookingItem,
    BookingOccurrence,
    BookingOut,
    PoolOut,
)
from api.serializers.outputs.common import BookingKind, BookingStatus
from rooms.models import Booking, Occurrence
from rooms.queries.columns import COLUMNS, ids_in
from rooms.rules.states import is_possible
from vcs.core import clock
from vcs.core.prepared import Prepared
from vcs.directory import policy
from vcs.directory.models import User

MOST_OCCURRENCES = 400
DATE = ("id", "starts_at", "ends_at", "status", "resources", "skipped_reason", "session_number")
DATE_COLUMNS = (*DATE, "version", "named", "pools")
_RIGHTS: dict[Ability, str] = {
    "edit": policy.BOOKING_EDIT,
    "submit": policy.BOOKING_EDIT,
    "approve": policy.BOOKING_APPROVE,
    "reject": policy.BOOKING_APPROVE,
    "cancel": policy.BOOKING_CANCEL,
}
Row = dict[str, Any]
NO_DATE: Row = dict.fromkeys(DATE_COLUMNS)


def bookings() -> QuerySet[Booking]:
    """Bookings with the people their rendering names."""
    return Booking.objects.select_related("requester", "work_group")


def bookings_with_next() -> QuerySet[Booking]:
    """Bookings as lists show them: with what the policy asks, their next date and how many."""
    dates = Occurrence.objects.filter(booking=OuterRef("pk"))
    to_come = dates.filter(ends_at__gt=clock.now()).exclude(
        status__in=[Occurrence.Status.CANCELLED, Occurrence.Status.SKIPPED]
    )
    number = dates.order_by().values("booking").annotate(number=Count("pk"))
    return bookings().annotate(
        last_end=Subquery(dates.order_by("-ends_at").values("ends_at")[:1]),
        shown_date=Subquery(to_come.order_by("starts_at").values("pk")[:1]),
        first_date=Subquery(dates.order_by("starts_at").values("pk")[:1]),
        dates=Subquery(number.values("number")),
    )


def booking_out(booking: Booking, user: User) -> BookingOut:
    """One booking with its first dates, as a service or `bookings` gave it."""
    booking = _with_people(booking, user)
    rows = _rows(_first_dates.rows(booking.pk))
    count = len(rows)
    if count > MOST_OCCURRENCES:
        count = booking.occurrences.count()
    else:
        # The policy asks whether it is over; here that is known without another look.
        booking.__dict__["last_end"] = max((_instant(row["ends_at"]) for row in rows), default=None)
    return {
        **_core(booking, user, rows[0] if rows else NO_DATE),
        "occurrences": [_date(row) for row in rows[:MOST_OCCURRENCES]],
        "occurrence_count": count,
    }


def booking_items(rows: Sequence[Any], user: User) -> list[BookingItem]:
    """Rows of `bookings_with_next` as items of a list."""
    ids = {row.shown_date or row.first_date for row in rows}
    found = _columns(Occurrence.objects.filter(pk__in=ids))
    dates = {row["id"]: row for row in _rows(found)}
    return [
        {
            **_core(row, user, dates.get(row.shown_date or row.first_date, NO_DATE)),
            "next_occurrence": _date(dates[row.shown_date]) if row.shown_date else None,
            "occurrence_count": row.dates or 0,
        }
        for row in rows
    ]


def _columns(dates: QuerySet[Occurrence]) -> QuerySet[Occurrence, Any]:
    return dates.values_list(*(COLUMNS[name] for name in DATE_COLUMNS))


def _dates_of(booking_id: int) -> QuerySet[Occurrence, Any]:
    dates = Occurrence.objects.filter(booking=booking_id).order_by("starts_at", "id")
    return _columns(dates)[: MOST_OCCURRENCES + 1]


_first_dates = Prepared(_dates_of, int)


def _rows(found: Iterable[Sequence[Any]]) -> list[Row]:
    return [dict(zip(DATE_COLUMNS, row, strict=True)) for row in found]


def _with_people(booking: Booking, user: User) -> Booking:
    """The booking with its requester and work group at hand; the asking person's own are known."""
    own = booking.requester_id == user.pk
    if own:
        booking.requester = user
    if own and booking.work_group_id == user.work_group_id:
        booking.work_group = user.work_group
    at_hand = booking._state.fields_cache
    if "requester" in at_hand and (booking.work_group_id is None or "work_group" in at_hand):
        return booking
    return bookings().get(pk=booking.pk)


def _date(row: Row) -> BookingOccurrence:
    return {
        "id": row["id"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "status": row["status"],
        "resources": ids_in(row["resources"]),
        "skipped_reason": row["skipped_reason"],
        "session_number": row["session_number"],
        "version": row["version"],
    }


def _core(booking: Booking, user: User, date: Row) -> BookingCore:
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
        "resources": ids_in(date["named"]),
        "any_of": _pools(date["pools"]),
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
    return local.replace(tzinfo=ZoneInfo(booking.timezone)).astimezone(UTC)


def _exdates(booking: Booking) -> list[datetime]:
    zone = ZoneInfo(booking.timezone)
    local = (datetime.fromisoformat(text) for text in booking.exdates)
    return [at.replace(tzinfo=zone).astimezone(UTC) for at in local]


def _pools(text: str | None) -> list[PoolOut]:
    parts: Iterable[list[str]] = (one.split(":") for one in (text or "").split(",") if one)
    return [
        {"kind": cast("Any", kind), "min_capacity": int(seats), "count": int(count)}
        for kind, seats, count in parts
    ]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)


def abilities(booking: Booking, user: User) -> list[Ability]:
    """The steps this person may take from the booking's present status."""
    return [
        step
        for step, right in _RIGHTS.items()
        if is_possible(step, booking.status) and policy.can(user, right, booking)
    ]
