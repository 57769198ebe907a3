"""Feeds made and ended, and what they say after each change of a booking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rooms import services as rooms
from rooms.models import Booking, Resource
from rooms.rules.requests import BookingChanges
from tests.calendars.conftest import at, content_of, follow, text_of
from tests.calendars.readers import by_recurring_ical_events
from vcs.calendars import services
from vcs.calendars.content import Base
from vcs.calendars.models import EventFragment, Feed, FeedDocument
from vcs.calendars.queries.feeds import feeds, find_address
from vcs.core.errors import InvalidInput, NotAllowed, NotFound
from vcs.core.tokens import digest
from vcs.directory.models import Cluster, Office, School, User
from vcs.live.models import Event as LiveRow
from vcs.sessions.models import Invitation
from vcs.sessions.queries import join_url

FeedOf = Callable[..., Feed]
Book = Callable[..., Booking]


def told() -> list[tuple[str, str]]:
    rows = LiveRow.objects.filter(stream__startswith="feeds:").order_by("seq")
    return list(rows.values_list("stream", "name"))


def test_a_feeds_address_is_given_once_and_only_its_digest_kept(
    operator: User, schools: list[School]
) -> None:
    feed, url = services.create_feed(actor=operator, scope="school", target=schools[0].pk)
    token = url.rpartition("/")[2].removesuffix(".ics")
    assert feed.token_digest == digest(token)
    assert len(token) == 43
    address = find_address(digest(token))
    assert address is not None
    assert address.document_id == feed.document_id


def test_two_feeds_of_one_target_share_what_they_say(
    operator: User, deputy: User, room: Resource
) -> None:
    one, _ = services.create_feed(actor=operator, scope="resource", target=room.pk)
    other, _ = services.create_feed(actor=deputy, scope="resource", target=room.pk)
    assert one.document_id == other.document_id
    assert one.token_digest != other.token_digest


def test_rotating_gives_another_address_and_ends_the_old_one(
    operator: User, feed_of: FeedOf
) -> None:
    feed = feed_of("office")
    old = feed.token_digest
    rotated, url = services.rotate_feed(actor=operator, feed_id=feed.pk)
    gone = find_address(old)
    assert gone is not None
    assert gone.document_id is None
    assert find_address(rotated.token_digest) is not None
    assert url.endswith(".ics")
    assert told() == [(f"feeds:{feed.office_id}", "feed.changed")]


def test_a_revoked_feed_is_gone_and_listed_no_more(operator: User, feed_of: FeedOf) -> None:
    feed = feed_of("office")
    services.revoke_feed(actor=operator, feed_id=feed.pk)
    gone = find_address(feed.token_digest)
    assert gone is not None
    assert gone.document_id is None
    assert not feeds(operator).exists()
    with pytest.raises(NotFound):
        services.rotate_feed(actor=operator, feed_id=feed.pk)


def test_an_unknown_token_is_no_address(db: None) -> None:
    assert find_address(digest("x")) is None


def test_a_clerk_may_not_have_a_schools_feed_but_may_a_rooms(
    clerk: User, schools: list[School], room: Resource
) -> None:
    with pytest.raises(NotAllowed):
        services.create_feed(actor=clerk, scope="school", target=schools[0].pk)
    feed, _url = services.create_feed(actor=clerk, scope="resource", target=room.pk)
    assert list(feeds(clerk)) == [feed]


def test_another_offices_school_is_unknown(
    operator: User, other_office: Office, make_user: Callable[..., User]
) -> None:
    foreign = School.objects.create(office=other_office, name="โรงเรียนอื่น", short_name="อื่น")
    with pytest.raises(InvalidInput) as refused:
        services.create_feed(actor=operator, scope="school", target=foreign.pk)
    assert refused.value.errors[0].pointer == "/target"


@pytest.mark.parametrize(("scope", "pointer"), [("planet", "/scope"), ("channel", "/target")])
def test_what_is_no_scope_or_no_channel_is_refused(
    operator: User, room: Resource, scope: str, pointer: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        services.create_feed(actor=operator, scope=scope, target=room.pk)
    assert refused.value.errors[0].pointer == pointer


def test_a_person_above_the_offices_has_no_calendar_of_their_own(
    make_user: Callable[..., User],
) -> None:
    with pytest.raises(InvalidInput):
        services.create_feed(actor=make_user(None, "obec"), scope="me")


def test_a_schools_feed_shows_its_own_link(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School]
) -> None:
    booking = book([room], at(18, 9))
    texts = {school.pk: text_of(feed_of("school", school.pk)) for school in schools[:3]}
    for school_id, text in texts.items():
        own = Invitation.objects.get(booking=booking, school=school_id)
        assert f"URL:{join_url(own.public_id, own.token_version)}" in text
        assert text.count("BEGIN:VEVENT") == 1
    assert len(set(texts.values())) == 3


def test_a_school_that_is_not_asked_sees_nothing(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School]
) -> None:
    book([room], at(18, 9), audience={"schools": [schools[0].pk]})
    assert "VEVENT" in text_of(feed_of("school", schools[0].pk))
    assert "VEVENT" not in text_of(feed_of("school", schools[1].pk))


def test_a_school_asked_no_longer_sees_it_no_more(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School], clerk: User
) -> None:
    booking = book([room], at(18, 9), audience={"schools": [schools[0].pk, schools[1].pk]})
    feed = feed_of("school", schools[1].pk)
    assert "VEVENT" in text_of(feed)
    rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        changes=BookingChanges(audience={"schools": [schools[0].pk]}),
    )
    version = FeedDocument.objects.get(pk=feed.document_id).version
    follow(Booking.objects.get(pk=booking.pk))
    assert "VEVENT" not in text_of(feed)
    assert FeedDocument.objects.get(pk=feed.document_id).version > version


def test_a_request_is_in_the_offices_feed_but_in_no_schools_until_approved(
    book: Book, feed_of: FeedOf, guarded_room: Resource, schools: list[School], deputy: User
) -> None:
    booking = book([guarded_room], at(18, 9))
    school, office = feed_of("school", schools[0].pk), feed_of("office")
    assert "VEVENT" not in text_of(school)
    assert "STATUS:TENTATIVE" in text_of(office)
    rooms.approve_booking(actor=deputy, booking_id=booking.pk)
    follow(booking)
    assert "STATUS:CONFIRMED" in text_of(school)
    assert "STATUS:CONFIRMED" in text_of(office)


def test_a_refused_request_never_reaches_schools(
    book: Book, feed_of: FeedOf, guarded_room: Resource, schools: list[School], deputy: User
) -> None:
    booking = book([guarded_room], at(18, 9))
    rooms.reject_booking(actor=deputy, booking_id=booking.pk, reason="ห้องปิด")
    follow(booking)
    assert "VEVENT" not in text_of(feed_of("school", schools[0].pk))


def test_a_request_taken_back_never_reaches_schools(
    book: Book, feed_of: FeedOf, guarded_room: Resource, schools: list[School], clerk: User
) -> None:
    booking = book([guarded_room], at(18, 9))
    Invitation.objects.create(
        office_id=booking.office_id,
        booking=booking,
        school=schools[0],
        public_id="a" * 22,
        created_at=at(16, 8),
    )
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk)
    follow(booking)
    assert "VEVENT" not in text_of(feed_of("school", schools[0].pk))
    assert "STATUS:CANCELLED" in text_of(feed_of("office"))


def test_a_cancelled_meeting_is_called_off_in_every_feed_then_leaves(
    book: Book,
    feed_of: FeedOf,
    room: Resource,
    schools: list[School],
    clerk: User,
    today: Any,
) -> None:
    booking = book([room], at(18, 9))
    targets = [feed_of("school", schools[0].pk), feed_of("resource", room.pk), feed_of("office")]
    before = [text_of(feed) for feed in targets]
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk, reason="งดประชุม")
    follow(booking)
    for feed, earlier in zip(targets, before, strict=True):
        text = text_of(feed)
        assert "STATUS:CANCELLED" in text
        assert sequence(text) > sequence(earlier)
    today.advance(timedelta(days=61))
    services.refresh_bookings(booking_ids=[booking.pk])
    assert all("VEVENT" not in text_of(feed) for feed in targets)


def sequence(text: str) -> int:
    return int(text.split("SEQUENCE:")[1].split("\r\n", 1)[0])


def test_a_changed_title_raises_the_sequence_and_changes_the_tag(
    book: Book, feed_of: FeedOf, room: Resource, clerk: User
) -> None:
    booking = book([room], at(18, 9))
    feed = feed_of("resource", room.pk)
    before = content_of(feed)
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=BookingChanges(title="ชื่อใหม่"))
    follow(booking)
    after = content_of(feed)
    assert "SUMMARY:ชื่อใหม่" in text_of(feed)
    assert sequence(after.body.decode()) > sequence(before.body.decode())
    assert after.etag != before.etag
    assert after.last_modified > before.last_modified


def test_refreshing_again_changes_nothing(book: Book, feed_of: FeedOf, room: Resource) -> None:
    booking = book([room], at(18, 9))
    feed = feed_of("resource", room.pk)
    before = content_of(feed)
    assert services.refresh_bookings(booking_ids=[booking.pk]) == 0
    assert content_of(feed) == before


def test_a_series_split_moved_and_cut_reads_as_its_occurrences(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School], clerk: User
) -> None:
    booking = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=8")
    dates = list(booking.occurrences.all())
    rooms.cancel_booking(
        actor=clerk, booking_id=booking.pk, scope="this", occurrence_id=dates[1].pk
    )
    moved = dates[2].starts_at + timedelta(days=1)
    rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        scope="this",
        occurrence_id=dates[2].pk,
        changes=BookingChanges(starts_at=moved, ends_at=moved + timedelta(hours=2)),
    )
    later = dates[4].starts_at + timedelta(hours=3)
    rest = rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        scope="following",
        occurrence_id=dates[4].pk,
        changes=BookingChanges(starts_at=later, ends_at=later + timedelta(hours=1)),
    )
    follow(booking)
    follow(rest)
    assert rest.pk != booking.pk
    found = by_recurring_ical_events(content_of(feed_of("school", schools[0].pk)).body)
    wanted = sorted(
        (one.starts_at, one.ends_at, one.status == "cancelled")
        for made in (booking, rest)
        for one in made.occurrences.all()
    )
    assert found == wanted
    assert len(found) == 8


def test_a_feed_of_a_room_leaves_out_what_moved_to_another(
    book: Book,
    feed_of: FeedOf,
    room: Resource,
    make_resource: Callable[..., Resource],
    office: Office,
    clerk: User,
) -> None:
    other = make_resource(office, "อินทนิล", capacity=24)
    booking = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3")
    second = list(booking.occurrences.all())[1]
    rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        scope="this",
        occurrence_id=second.pk,
        changes=BookingChanges(resources=(other.pk,)),
    )
    follow(booking)
    here = by_recurring_ical_events(content_of(feed_of("resource", room.pk)).body)
    there = by_recurring_ical_events(content_of(feed_of("resource", other.pk)).body)
    assert [start for start, *_ in there] == [second.starts_at]
    assert second.starts_at not in [start for start, *_ in here]
    assert len(here) == 2


def test_each_scope_shows_its_own(
    book: Book,
    feed_of: FeedOf,
    room: Resource,
    office: Office,
    schools: list[School],
    make_resource: Callable[..., Resource],
    clerk: User,
) -> None:
    channel = make_resource(office, "ช่อง YouTube", "channel")
    book([room], at(18, 9), title="ในห้อง", audience=None)
    asked = {"schools": [schools[0].pk]}
    book([channel], at(18, 13), title="ออกอากาศ", broadcast={"channel": channel.pk}, audience=asked)
    first, second = Cluster.objects.filter(office=office).order_by("pk")
    mine, _ = services.create_feed(actor=clerk, scope="me")
    shown = {
        "office": text_of(feed_of("office")),
        "room": text_of(feed_of("resource", room.pk)),
        "channel": text_of(feed_of("channel", channel.pk)),
        "mine": text_of(mine),
        "first": text_of(feed_of("cluster", first.pk)),
        "second": text_of(feed_of("cluster", second.pk)),
    }
    titles = {
        name: {title for title in ("ในห้อง", "ออกอากาศ") if f"SUMMARY:{title}" in text}
        for name, text in shown.items()
    }
    both = {"ในห้อง", "ออกอากาศ"}
    assert titles == {
        "office": both,
        "room": {"ในห้อง"},
        "channel": {"ออกอากาศ"},
        "mine": both,
        "first": {"ออกอากาศ"},
        "second": set(),
    }
    assert "/j/" not in shown["channel"] + shown["first"]


def test_the_same_data_gives_the_same_bytes_whatever_was_kept_before(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School], clerk: User
) -> None:
    first = book([room], at(18, 9))
    book([room], at(19, 9), rrule="FREQ=WEEKLY;COUNT=5")
    feed = feed_of("school", schools[0].pk)
    before = content_of(feed)
    rooms.edit_booking(actor=clerk, booking_id=first.pk, changes=BookingChanges(title="ใหม่"))
    follow(first)
    fresh = content_of(feed)
    assert fresh.body != before.body
    assert content_of(feed, Base(before)) == fresh
    assert content_of(feed, Base(before, {first.pk}, versions=1)) == fresh


def test_a_base_that_misses_a_version_is_not_gone_on_from(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School], clerk: User
) -> None:
    first, second = book([room], at(18, 9)), book([room], at(19, 9))
    feed = feed_of("school", schools[0].pk)
    before = content_of(feed)
    for booking in (first, second):
        changes = BookingChanges(title="ใหม่")
        rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes)
        follow(booking)
    assert content_of(feed, Base(before, {first.pk}, versions=1)) == content_of(feed)


def test_last_modified_moves_on_even_within_one_second(
    book: Book, feed_of: FeedOf, room: Resource
) -> None:
    feed = feed_of("resource", room.pk)
    stamps = []
    for hour in (9, 11, 13):
        book([room], at(18, hour))
        stamps.append(FeedDocument.objects.get(pk=feed.document_id).last_modified)
    assert stamps == sorted(set(stamps))


def test_a_fetch_is_told_to_the_hour(feed_of: FeedOf, today: Any) -> None:
    feed = feed_of("office")
    today.advance(timedelta(minutes=25, seconds=3))
    assert services.note_fetches(feed_ids=[feed.pk]) == 1
    assert services.note_fetches(feed_ids=[feed.pk]) == 0
    feed.refresh_from_db()
    assert feed.last_fetched_at == at(16, 8)


def test_making_a_document_takes_a_fixed_number_of_queries(
    book: Book, feed_of: FeedOf, room: Resource, schools: list[School]
) -> None:
    feed = feed_of("school", schools[0].pk)
    counts = []
    for day in (18, 19, 20):
        book([room], at(day, 9))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            content_of(feed)
        counts.append(len(queries))
    assert counts == [3, 3, 3]


def test_refreshing_takes_one_more_query_for_each_further_booking(
    book: Book, room: Resource
) -> None:
    bookings = [book([room], at(18, hour)).pk for hour in range(9, 15)]
    counts = []
    for some in (bookings[:2], bookings):
        EventFragment.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            services.refresh_bookings(booking_ids=some)
        counts.append(len(queries))
    assert counts[1] - counts[0] == 4
