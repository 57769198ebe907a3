"""Slots kept for a request that nobody decided in time."""

from __future__ import annotations

from rooms.models import Booking, Hold, Occurrence
from rooms.services.records import save_change
from vcs.core import clock
from vcs.core.transactions import use_case

BATCH = 100


def expire_requests() -> int:
    """Free what requests have kept beyond their time; they go on waiting, without a hold."""
    due = Booking.objects.filter(
        status=Booking.Status.REQUESTED, hold_expires_at__lte=clock.now()
    ).values_list("id", flat=True)
    return sum(_expire(booking_id) for booking_id in list(due[:BATCH]))


@use_case
def _expire(booking_id: int) -> bool:
    booking = Booking.objects.select_for_update().get(pk=booking_id)
    expires = booking.hold_expires_at
    if booking.status != Booking.Status.REQUESTED or expires is None or expires > clock.now():
        return False
    occurrences = list(booking.occurrences.filter(status=Occurrence.Status.TENTATIVE))
    holds = Hold.objects.filter(occurrence__in=occurrences, active=True)
    freed = set(holds.values_list("resource_id", flat=True))
    holds.update(active=False)
    booking.hold_expires_at = None
    save_change(booking, "expired", actor=None, occurrences=occurrences, resource_ids=freed)
    return True
