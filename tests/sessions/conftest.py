"""A booked directors' meeting with a licence, its schools invited, and their links."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache

from rooms import services as rooms
from rooms.models import Booking, Occurrence, Resource
from rooms.rules.requests import BookingRequest
from vcs.core import clock
from vcs.core.clock import Frozen
from vcs.directory.models import School, User
from vcs.outbox import Message
from vcs.sessions.models import ConferenceSession, Invitation
from vcs.sessions.queries import join_token
from vcs.sessions.tasks import follow_booking

START = datetime.fromisoformat("2026-11-18T09:00:00+07:00")
END = START + timedelta(hours=3)


def at(minutes: float) -> datetime:
    """So many minutes after the start of the meeting."""
    return START + timedelta(minutes=minutes)


@pytest.fixture(autouse=True)
def nothing_counted() -> None:
    """No link has been used yet."""
    cache.clear()


@pytest.fixture
def hand() -> Iterator[Frozen]:
    """The clock, two days before the meeting."""
    with clock.freeze(START - timedelta(days=2)) as frozen:
        yield frozen


def deliver(booking: Booking) -> None:
    """What the worker does after a booking changed."""
    message = Message(
        id=1,
        kind="sessions.booking_changed",
        payload={"booking": booking.pk},
        key=None,
        attempt=1,
        created_at=clock.now(),
    )
    follow_booking(message)


@pytest.fixture
def book(
    hand: Frozen, clerk: User, room: Resource, licences: list[Resource], schools: list[School]
) -> Callable[..., Booking]:
    """Books the room and a licence for all schools, and lets the worker follow."""

    def make(**fields: Any) -> Booking:
        values: dict[str, Any] = {
            "title": "ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569",
            "starts_at": START,
            "ends_at": END,
            "timezone": "Asia/Bangkok",
            "resources": (room.pk, licences[0].pk),
            "audience": {"all_schools": True},
            "conference": {},
        }
        request = BookingRequest(**(values | fields))
        booking = rooms.request_booking(actor=clerk, request=request)
        deliver(booking)
        return booking

    return make


@pytest.fixture
def booking(book: Callable[..., Booking]) -> Booking:
    """The directors' meeting, once."""
    return book()


@pytest.fixture
def occurrence(booking: Booking) -> Occurrence:
    """Its one date."""
    return booking.occurrences.get()


@pytest.fixture
def session(occurrence: Occurrence) -> ConferenceSession:
    """Its video meeting."""
    return ConferenceSession.objects.get(occurrence=occurrence)


@pytest.fixture
def invitation(booking: Booking, schools: list[School]) -> Invitation:
    """The first school's invitation."""
    return booking.invitations.get(school=schools[0])


def token_of(invitation: Invitation) -> str:
    """The token of the invitation's link."""
    return join_token(invitation.public_id, invitation.token_version)


@pytest.fixture
def token(invitation: Invitation) -> str:
    """The token of the first school's link."""
    return token_of(invitation)
