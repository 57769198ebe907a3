"""Sending a draft."""

from __future__ import annotations

from rooms.events import What
from rooms.models import Booking, Occurrence
from rooms.queries.edits import plan_of_occurrences
from rooms.rules.requests import Scope
from rooms.rules.states import require_step
from rooms.services.holding import place_again, resources_in
from rooms.services.records import locked_booking, save_change, save_occurrences
from rooms.services.requesting import mark_requested, require_allowance, status_on
from vcs.core import clock
from vcs.core.errors import InvalidInput, Text, WrongState
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User


@use_case
def submit_booking(
    *,
    actor: User,
    booking_id: int,
    reason: str = "",
    scope: Scope = "all",
    occurrence_id: int | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Ask for what a draft describes: held from now, or refused whole."""
    if scope != "all" or occurrence_id is not None:
        raise InvalidInput.field(
            "/scope", "whole_only", Text("ส่งคำขอทั้งรายการ", "A draft is sent as a whole")
        )
    booking = locked_booking(actor, booking_id, policy.BOOKING_EDIT, expected_version)
    require_step("submit", booking.status)
    asked = _to_ask_for(booking)
    require_allowance(actor, booking.office, plan_of_occurrences(booking, asked))
    table, placed = place_again(booking, asked)
    booking.status = status_on([one.placement for one in placed])
    mark_requested(booking, clock.now())
    table.hold(placed)
    confirmed = booking.status == Booking.Status.APPROVED
    for occurrence in asked:
        occurrence.status = (
            Occurrence.Status.CONFIRMED if confirmed else Occurrence.Status.TENTATIVE
        )
    save_occurrences(asked, "status")
    booking.reason = reason
    what: What = "approved" if confirmed else "requested"
    save_change(booking, what, actor=actor, occurrences=asked, resource_ids=resources_in(placed))
    return booking


def _to_ask_for(booking: Booking) -> list[Occurrence]:
    rows = booking.occurrences.filter(status=Occurrence.Status.TENTATIVE, ends_at__gt=clock.now())
    asked = list(rows.order_by("starts_at"))
    if not asked:
        raise WrongState(
            Text("เวลาที่ขอผ่านไปแล้ว เลือกเวลาใหม่ก่อนส่ง", "The time has passed; choose another first")
        )
    return asked
