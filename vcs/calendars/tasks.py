"""What calendars do when bookings, resources and invitations change, and once a night."""

from __future__ import annotations

from datetime import timedelta

from rooms.events import BOOKING_CHANGED, RESOURCE_CHANGED
from vcs import outbox
from vcs.calendars import services
from vcs.calendars.queries.events import bookings_in_feeds, bookings_of_resource
from vcs.outbox import Message
from vcs.sessions.events import INVITATIONS_CHANGED

# Shortly after midnight in Bangkok: what was cancelled 60 days ago leaves, and old dates do.
NIGHT = timedelta(hours=17, minutes=10)

outbox.subscribe(BOOKING_CHANGED, "calendars.booking_changed")
outbox.subscribe(RESOURCE_CHANGED, "calendars.resource_changed")
outbox.subscribe(INVITATIONS_CHANGED, "calendars.invitations_changed")


@outbox.handler("calendars.booking_changed")
def follow_booking(message: Message) -> None:
    """Make one booking's fragments anew from what is stored now, so a repeat changes nothing."""
    services.refresh_bookings(booking_ids=[int(message.payload["booking"])])


@outbox.handler(services.REFRESH)
def refresh_some(message: Message) -> None:
    """Make the fragments of several bookings anew."""
    services.refresh_bookings(booking_ids=message.payload["bookings"])


@outbox.handler("calendars.resource_changed")
def follow_resource(message: Message) -> None:
    """A resource's name and place stand in the events that hold it."""
    bookings = bookings_of_resource(int(message.payload["resource"]))
    services.queue_refresh(booking_ids=list(bookings.values_list("pk", flat=True)))


@outbox.handler("calendars.invitations_changed")
def follow_invitations(message: Message) -> None:
    """Feeds of schools show what the school is invited to."""
    services.touch_invited(booking_id=int(message.payload["booking"]))


@outbox.periodic("calendars.nightly", timedelta(days=1), offset=NIGHT)
def refresh_all() -> None:
    """Look at every booking that is in feeds or could be: time alone changes what they show."""
    services.queue_refresh(booking_ids=list(bookings_in_feeds().values_list("pk", flat=True)))
