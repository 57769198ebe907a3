"""Deciding on a request."""

from __future__ import annotations

from collections.abc import Sequence

from rooms.errors import BookingConflict
from rooms.models import Booking, Occurrence
from rooms.queries.suggestions import suggestions_for
from rooms.rules.requests import Scope
from rooms.rules.states import require_step
from rooms.services.holding import place_again, release, resources_in
from rooms.services.records import locked_booking, save_change, save_occurrences
from vcs.core import clock
from vcs.core.errors import InvalidInput, Text, WrongState
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User

TENTATIVE = Occurrence.Status.TENTATIVE
CONFIRMED = Occurrence.Status.CONFIRMED
CANCELLED = Occurrence.Status.CANCELLED


def approve_booking(
    *,
    actor: User,
    booking_id: int,
    reason: str = "",
    scope: Scope = "all",
    occurrence_id: int | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Confirm what waits, through the same guarded write as a booking; else a conflict.

    A request is decided as a whole: a scope other than `all` is refused.
    """
    _require_whole(scope, occurrence_id)
    try:
        return _approve(actor, booking_id, reason, expected_version)
    except BookingConflict as conflict:
        booking = Booking.objects.select_related("office").get(pk=booking_id)
        conflict.suggestions = suggestions_for(booking, _waiting(booking))
        raise


@use_case
def _approve(actor: User, booking_id: int, reason: str, expected_version: int | None) -> Booking:
    booking = locked_booking(actor, booking_id, policy.BOOKING_APPROVE, expected_version)
    require_step("approve", booking.status)
    waiting = _waiting(booking)
    if not waiting:
        raise WrongState(
            Text("เวลาที่ขอผ่านไปแล้ว อนุมัติไม่ได้", "The time asked for has passed; it cannot be approved")
        )
    booking.status = Booking.Status.APPROVED
    table, placed = place_again(booking, waiting)
    table.hold(placed)
    _set_status(waiting, CONFIRMED)
    _decide(booking, actor, reason)
    save_change(
        booking,
        "approved",
        actor=actor,
        occurrences=waiting,
        resource_ids=resources_in(placed),
        data={"reason": reason} if reason else None,
    )
    return booking


@use_case
def reject_booking(
    *,
    actor: User,
    booking_id: int,
    reason: str = "",
    scope: Scope = "all",
    occurrence_id: int | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Refuse what waits, with a reason, and free it; what was confirmed before stays so."""
    _require_whole(scope, occurrence_id)
    if not reason.strip():
        raise InvalidInput.field(
            "/reason",
            "required",
            Text("บอกเหตุผลที่ไม่อนุมัติ", "Say why it is refused"),
        )
    booking = locked_booking(actor, booking_id, policy.BOOKING_APPROVE, expected_version)
    require_step("reject", booking.status)
    waiting = list(booking.occurrences.filter(status=TENTATIVE))
    freed = release(waiting)
    _set_status(waiting, CANCELLED)
    kept = booking.occurrences.filter(status=CONFIRMED).exists()
    booking.status = Booking.Status.APPROVED if kept else Booking.Status.REJECTED
    _decide(booking, actor, reason)
    save_change(
        booking,
        "rejected",
        actor=actor,
        occurrences=waiting,
        resource_ids=freed,
        data={"reason": reason},
    )
    return booking


def _waiting(booking: Booking) -> list[Occurrence]:
    rows = booking.occurrences.filter(status=TENTATIVE, ends_at__gt=clock.now())
    return list(rows.order_by("starts_at"))


def _set_status(occurrences: Sequence[Occurrence], status: Occurrence.Status) -> None:
    for occurrence in occurrences:
        occurrence.status = status
    save_occurrences(occurrences, "status")


def _decide(booking: Booking, actor: User, reason: str) -> None:
    booking.decided_at = clock.now()
    booking.decided_by = actor
    booking.reason = reason
    booking.hold_expires_at = None


def _require_whole(scope: Scope, occurrence_id: int | None) -> None:
    if scope != "all" or occurrence_id is not None:
        raise InvalidInput.field(
            "/scope",
            "whole_only",
            Text("ตัดสินคำขอทั้งรายการ ใช้ scope=all", "A request is decided as a whole; use scope=all"),
        )
