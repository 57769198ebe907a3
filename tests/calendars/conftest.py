"""An office with invited schools, a broadcast channel, and feeds of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rooms import services as rooms
from rooms.models import Booking, Resource
from rooms.rules.requests import BookingRequest
from vcs.calendars import services
from vcs.calendars.content import Base, Content, assemble
from vcs.calendars.models import Feed
from vcs.core import clock
from vcs.directory.models import User
from vcs.sessions.services import invite_schools

BANGKOK = ZoneInfo("Asia/Bangkok")
# A Monday.
TODAY = datetime(2026, 11, 16, 8, 0, tzinfo=BANGKOK)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 on the wall clock of Bangkok."""
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.fixture(autouse=True)
def today() -> Any:
    """It is Monday 16 November 2026, eight o'clock."""
    with clock.freeze(TODAY) as hand:
        yield hand


def follow(booking: Booking) -> None:
    """What the worker does after a change of a booking."""
    services.refresh_bookings(booking_ids=[booking.pk])
    if invite_schools(booking_id=booking.pk):
        services.touch_invited(booking_id=booking.pk)


@pytest.fixture
def book(clerk: User) -> Callable[..., Booking]:
    """Books resources for all schools and lets the worker run."""

    def make(
        resources: list[Resource], start: datetime, hours: float = 1, **fields: Any
    ) -> Booking:
        given = {"title": "ประชุมทดสอบ", "audience": {"all_schools": True}, "conference": {}}
        request = BookingRequest(
            starts_at=start,
            ends_at=start + timedelta(hours=hours),
            timezone="Asia/Bangkok",
            resources=tuple(resource.pk for resource in resources),
            **{**given, **fields},
        )
        booking = rooms.request_booking(actor=fields.pop("actor", clerk), request=request)
        follow(booking)
        return booking

    return make


@pytest.fixture
def feed_of(operator: User) -> Callable[..., Feed]:
    """Makes a feed as the operator."""

    def make(scope: str, target: int | None = None) -> Feed:
        return services.create_feed(actor=operator, scope=scope, target=target)[0]

    return make


def content_of(feed: Feed, base: Base | None = None) -> Content:
    """What the feed says now."""
    return assemble(feed.document_id, base)


def text_of(feed: Feed) -> str:
    """What the feed says now, unfolded."""
    return content_of(feed).body.replace(b"\r\n ", b"").decode()
