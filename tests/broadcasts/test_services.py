"""Broadcasts follow their booking: planned, moved, called off, and back under one address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from broadcasts.models import Broadcast
from broadcasts.queries import broadcast_of, broadcasts
from broadcasts.services import plan_broadcasts
from rooms import services as rooms
from rooms.models import Booking, Resource
from rooms.rules.requests import BookingChanges, BookingRequest
from vcs.core import clock
from vcs.directory.models import Office, User
from vcs.live.models import Event
from vcs.outbox.models import OutboxMessage

BANGKOK = ZoneInfo("Asia/Bangkok")
TODAY = datetime(2026, 11, 16, 8, 0, tzinfo=BANGKOK)
WEDNESDAY = datetime(2026, 11, 18, 8, 0, tzinfo=BANGKOK)


@pytest.fixture(autouse=True)
def today() -> Any:
    """It is Monday 16 November 2026, eight o'clock."""
    with clock.freeze(TODAY) as hand:
        yield hand


@pytest.fixture
def channel(office: Office, make_resource: Callable[..., Resource]) -> Resource:
    """The office's channel."""
    return make_resource(office, "ช่อง YouTube", "channel")


@pytest.fixture
def news(clerk: User, channel: Resource) -> Callable[..., Booking]:
    """Books the news on the channel."""

    def make(start: datetime = WEDNESDAY, **fields: Any) -> Booking:
        given = {"broadcast": {"channel": channel.pk, "privacy": "public"}, "kind": "news"}
        request = BookingRequest(
            title="พุธเช้าข่าว",
            starts_at=start,
            ends_at=start + timedelta(minutes=90),
            timezone="Asia/Bangkok",
            resources=(channel.pk,),
            **{**given, **fields},
        )
        return rooms.request_booking(actor=clerk, request=request)

    return make


def test_each_date_of_an_approved_booking_has_a_broadcast(
    news: Callable[..., Booking], channel: Resource
) -> None:
    booking = news(rrule="FREQ=WEEKLY;COUNT=3")
    made = plan_broadcasts(booking_id=booking.pk)
    assert [row.slug for row in made] == [
        "9901-news-2026-11-18",
        "9901-news-2026-11-25",
        "9901-news-2026-12-02",
    ]
    assert {row.status for row in made} == {"planned"}
    assert {row.channel_id for row in made} == {channel.pk}
    assert {row.privacy for row in made} == {"public"}
    assert [row.scheduled_start for row in made] == [
        one.starts_at for one in booking.occurrences.all()
    ]


def test_planning_again_changes_nothing(news: Callable[..., Booking]) -> None:
    booking = news()
    assert len(plan_broadcasts(booking_id=booking.pk)) == 1
    assert plan_broadcasts(booking_id=booking.pk) == []
    assert Event.objects.filter(name="broadcast.changed").count() == 1


def test_a_moved_date_keeps_its_address(news: Callable[..., Booking], clerk: User) -> None:
    booking = news()
    plan_broadcasts(booking_id=booking.pk)
    later = WEDNESDAY + timedelta(days=1, hours=3)
    rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        changes=BookingChanges(starts_at=later, ends_at=later + timedelta(hours=1)),
    )
    (row,) = plan_broadcasts(booking_id=booking.pk)
    assert row.slug == "9901-news-2026-11-18"
    assert row.scheduled_start == later
    assert row.version == 2


def test_a_cancelled_booking_cancels_its_broadcast(
    news: Callable[..., Booking], clerk: User
) -> None:
    booking = news()
    plan_broadcasts(booking_id=booking.pk)
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk)
    (row,) = plan_broadcasts(booking_id=booking.pk)
    assert row.status == "cancelled"


def test_a_broadcast_given_up_and_wanted_again_is_the_same(
    news: Callable[..., Booking], clerk: User, channel: Resource
) -> None:
    booking = news()
    (first,) = plan_broadcasts(booking_id=booking.pk)
    for broadcast in (None, {"channel": channel.pk, "privacy": "public"}):
        changes = BookingChanges(broadcast=broadcast)
        rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes)
        (row,) = plan_broadcasts(booking_id=booking.pk)
    assert (row.pk, row.slug, row.status) == (first.pk, first.slug, "planned")


def test_what_is_on_air_no_longer_follows(news: Callable[..., Booking], clerk: User) -> None:
    booking = news()
    plan_broadcasts(booking_id=booking.pk)
    Broadcast.objects.update(status="live")
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk)
    assert plan_broadcasts(booking_id=booking.pk) == []


def test_a_request_has_no_broadcast_yet(
    news: Callable[..., Booking], channel: Resource, deputy: User
) -> None:
    Resource.objects.filter(pk=channel.pk).update(requires_approval=True)
    booking = news()
    assert plan_broadcasts(booking_id=booking.pk) == []
    rooms.approve_booking(actor=deputy, booking_id=booking.pk)
    assert len(plan_broadcasts(booking_id=booking.pk)) == 1


def test_two_of_a_day_have_two_addresses(news: Callable[..., Booking]) -> None:
    for hour in (0, 4):
        plan_broadcasts(booking_id=news(WEDNESDAY + timedelta(hours=hour)).pk)
    slugs = list(Broadcast.objects.order_by("scheduled_start").values_list("slug", flat=True))
    assert slugs == ["9901-news-2026-11-18", "9901-news-2026-11-18-2"]


def test_what_is_past_is_left_alone(news: Callable[..., Booking], today: Any) -> None:
    booking = news(rrule="FREQ=WEEKLY;COUNT=3")
    today.advance(timedelta(days=5))
    assert len(plan_broadcasts(booking_id=booking.pk)) == 2


def test_a_changed_booking_reaches_broadcasts_by_the_outbox(news: Callable[..., Booking]) -> None:
    booking = news()
    message = OutboxMessage.objects.get(kind="broadcasts.booking_changed")
    assert message.payload["booking"] == booking.pk


def test_broadcasts_are_found_by_time_and_status_in_one_query(
    news: Callable[..., Booking], clerk: User
) -> None:
    booking = news(rrule="FREQ=WEEKLY;COUNT=4")
    plan_broadcasts(booking_id=booking.pk)
    first_week = {"start": WEDNESDAY, "end": WEDNESDAY + timedelta(days=7)}
    with CaptureQueriesContext(connection) as queries:
        titles = [row.title for row in broadcasts(clerk, **first_week, status=["planned"])]
    assert titles == ["พุธเช้าข่าว"]
    # The person's roles, then the rows with everything shown of them.
    assert len(queries) <= 2
    assert not broadcasts(clerk, status=["live"]).exists()


def test_another_offices_broadcast_is_not_found(
    news: Callable[..., Booking], other_office: Office, make_user: Callable[..., User]
) -> None:
    (row,) = plan_broadcasts(booking_id=news().pk)
    stranger = make_user(other_office, "stranger")
    assert broadcast_of(stranger, row.pk) is None
    assert broadcast_of(make_user(None, "obec"), row.pk) == row
