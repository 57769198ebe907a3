"""Trying a skipped date again."""

from __future__ import annotations

from rooms.errors import BookingConflict
from rooms.models import Booking, Occurrence
from rooms.queries.suggestions import suggestions_for
from rooms.services.holding import place_again, resources_in
from rooms.services.numbers import number_occurrences
from rooms.services.records import locked_booking, save_change, save_occurrences
from vcs.core import clock
from vcs.core.errors import NotFound, Text, WrongState
from vcs.core.recurrence import zone_named
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User

WAITING = (Booking.Status.REQUESTED, Booking.Status.APPROVED)


def retry_occurrence(*, actor: User, occurrence_id: int) -> Occurrence:
    """Hold a skipped date after all, now that what stood in its way may be gone."""
    occurrence = Occurrence.objects.filter(pk=occurrence_id).first()
    if occurrence is None:
        raise NotFound(Text("ไม่พบครั้งที่ระบุ", "There is no such occurrence"))
    try:
        return _retry(actor, occurrence.booking_id, occurrence_id)
    except BookingConflict as conflict:
        booking = Booking.objects.select_related("office").get(pk=occurrence.booking_id)
        conflict.suggestions = suggestions_for(booking, [occurrence])
        raise


@use_case
def _retry(actor: User, booking_id: int, occurrence_id: int) -> Occurrence:
    booking = locked_booking(actor, booking_id, policy.BOOKING_EDIT)
    occurrence = booking.occurrences.get(pk=occurrence_id)
    _require_skipped(booking, occurrence)
    table, placed = place_again(booking, [occurrence])
    waits = any(one.place.requires_approval for one in placed[0].placement.chosen)
    confirmed = booking.status == Booking.Status.APPROVED
    if waits and not policy.can(actor, policy.BOOKING_APPROVE, booking):
        confirmed = False
        booking.status = Booking.Status.REQUESTED
    occurrence.status = Occurrence.Status.CONFIRMED if confirmed else Occurrence.Status.TENTATIVE
    occurrence.skipped_reason = ""
    number_occurrences(booking, [occurrence], zone_named(booking.timezone))
    save_occurrences(
        [occurrence], "status", "skipped_reason", "series", "series_year", "series_number"
    )
    table.hold(placed)
    save_change(
        booking, "changed", actor=actor, occurrences=[occurrence], resource_ids=resources_in(placed)
    )
    return occurrence


def _require_skipped(booking: Booking, occurrence: Occurrence) -> None:
    skipped = occurrence.status == Occurrence.Status.SKIPPED
    if not skipped or booking.status not in WAITING or occurrence.ends_at <= clock.now():
        raise WrongState(
            Text(
                "ลองใหม่ได้เฉพาะวันที่ถูกข้ามและยังไม่ผ่านไป",
                "Only a skipped date still to come can be retried",
            )
        )
