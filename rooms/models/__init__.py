"""Scarce things, what is booked on them, and the one table in which nothing overlaps."""

from rooms.models.bookings import (
    Booking,
    BookingKind,
    MeetingSeries,
    NumberSequence,
    Occurrence,
    PoolRequest,
)
from rooms.models.holds import Closure, Hold
from rooms.models.resources import BookingPolicy, Resource

__all__ = [
    "Booking",
    "BookingKind",
    "BookingPolicy",
    "Closure",
    "Hold",
    "MeetingSeries",
    "NumberSequence",
    "Occurrence",
    "PoolRequest",
    "Resource",
]
