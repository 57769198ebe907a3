"""What broadcasts do when bookings change."""

from __future__ import annotations

from broadcasts import services
from rooms.events import BOOKING_CHANGED
from vcs import outbox
from vcs.outbox import Message

outbox.subscribe(BOOKING_CHANGED, "broadcasts.booking_changed")


@outbox.handler("broadcasts.booking_changed")
def follow_booking(message: Message) -> None:
    """Plan, move or cancel the booking's broadcasts by what is stored now."""
    services.plan_broadcasts(booking_id=int(message.payload["booking"]))
