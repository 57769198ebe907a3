"""Calling off a booking, one of its occurrences, or all from one on."""

from __future__ import annotations

from collections.abc import Sequence

from rooms.models import Booking, Occurrence
from rooms.queries.edits import ACTIVE, is_open
from rooms.rules.requests import Scope
from rooms.rules.states import require_step
from rooms.services.holding import release
from rooms.services.records import (
    locked_booking,
    named_occurrence,
    save_change,
    save_occurrences,
)
from vcs.core import clock
from vcs.core.errors import InvalidInput, Text, WrongState
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User


@use_case
def cancel_booking(
    *,
    actor: User,
    booking_id: int,
    reason: str = "",
    scope: Scope = "all",
    occurrence_id: int | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Call off what is still to come and free it; past occurrences and every row stay."""
    booking = locked_booking(actor, booking_id, policy.BOOKING_CANCEL, expected_version)
    require_step("cancel", booking.status)
    gone = _called_off(booking, scope, named_occurrence(booking, occurrence_id))
    if not gone and booking.status != Booking.Status.DRAFT:
        raise WrongState(Text("ทุกครั้งผ่านไปแล้วหรือยกเลิกแล้ว", "All of it is over or cancelled already"))
    freed = release(gone)
    for occurrence in gone:
        occurrence.status = Occurrence.Status.CANCELLED
    save_occurrences(gone, "status")
    if scope == "all" or not booking.occurrences.filter(status__in=ACTIVE).exists():
        booking.status = Booking.Status.CANCELLED
        booking.hold_expires_at = None
    booking.reason = reason
    save_change(
        booking,
        "cancelled",
        actor=actor,
        occurrences=gone,
        resource_ids=freed,
        data={"reason": reason, "scope": scope},
    )
    return booking


def _called_off(booking: Booking, scope: Scope, named: Occurrence | None) -> Sequence[Occurrence]:
    if scope == "all":
        rows = booking.occurrences.filter(status__in=ACTIVE, ends_at__gt=clock.now())
        return list(rows.order_by("starts_at"))
    if named is None:
        raise InvalidInput.field(
            "/occurrence",
            "required",
            Text("ระบุครั้งที่จะยกเลิก (occurrence)", "Name the occurrence to cancel"),
        )
    if scope == "this":
        return [named] if is_open(named, series=False) else []
    rows = booking.occurrences.filter(recurrence_start__gte=named.recurrence_start)
    return [row for row in rows.order_by("starts_at") if is_open(row, series=False)]
