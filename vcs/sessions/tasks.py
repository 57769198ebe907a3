"""What sessions do when bookings and licences change."""

from __future__ import annotations

from django.db.models import QuerySet

from vcs import outbox
from vcs.outbox import Message
from vcs.sessions import services
from vcs.sessions.models import ConferenceSession

outbox.subscribe("rooms.booking_changed", "sessions.booking_changed")
outbox.subscribe("rooms.resource_changed", "sessions.licence_changed")


@outbox.handler("sessions.booking_changed")
def follow_booking(message: Message) -> None:
    """Bring a booking's sessions and invitations in line with it; reads it anew, so may repeat."""
    booking_id = int(message.payload["booking"])
    services.prepare_sessions(booking_id=booking_id)
    services.invite_schools(booking_id=booking_id)
    _make(ConferenceSession.objects.filter(occurrence__booking_id=booking_id))


@outbox.handler("sessions.licence_changed")
def follow_licence(message: Message) -> None:
    """Try sessions that failed for their licence's settings again."""
    licence_id = int(message.payload["resource"])
    services.retry_sessions_of_licence(licence_id=licence_id)
    _make(ConferenceSession.objects.filter(licence_id=licence_id))


def _make(sessions: QuerySet[ConferenceSession]) -> None:
    wait = services.make_rooms(sessions)
    if wait is not None:
        raise outbox.Retry(wait, "a provider asked to wait")
