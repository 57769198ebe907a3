"""How rows of rooms lead to their office and to the person whose they are."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from rooms.models import Booking, Closure, Hold, Occurrence, Resource
from vcs.core import clock
from vcs.directory import actions
from vcs.directory.ownership import Ownership, register


def _is_over(booking: Booking) -> bool:
    """A booking is its requester's to change while any of it is still to come.

    Who reads many bookings annotates them with `last_end`, so that none is asked for alone.
    """
    if "last_end" in booking.__dict__:
        last: datetime | None = booking.__dict__["last_end"]
    else:
        last = booking.occurrences.aggregate(last=Max("ends_at"))["last"]
    return last is not None and last <= clock.now()


def _has_ended(occurrence: Occurrence) -> bool:
    return occurrence.ends_at <= clock.now()


register(
    Booking,
    Ownership(office="office", view=actions.BOOKING_VIEW, owner="requester", begun=_is_over),
)
register(
    Occurrence,
    Ownership(
        office="office", view=actions.BOOKING_VIEW, owner="booking__requester", begun=_has_ended
    ),
)
register(Resource, Ownership(office="office", view=actions.RESOURCE_VIEW))
register(Closure, Ownership(office="resource__office", view=actions.RESOURCE_VIEW))
register(Hold, Ownership(office="resource__office", view=actions.BOOKING_VIEW))
