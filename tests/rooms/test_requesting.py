"""Asking for bookings."""

from __future__ import annotations

import pytest

from rooms import services
from rooms.errors import BookingConflict, OutsideOpeningHours
from rooms.models import Booking, Hold, Occurrence
from rooms.rules.requests import PoolSpec
from tests.rooms.conftest import asking, at
from vcs.core.errors import InvalidInput, NotAllowed
from vcs.directory.models import AuditEntry
from vcs.live.models import Event
from vcs.outbox.models import OutboxMessage


def test_booking_without_need_of_approval_is_approved_at_once(book, room):
    booking = book([room], at(18, 9), 3)
    assert booking.status == "approved"
    assert booking.occurrences.get().status == "confirmed"
    assert Hold.objects.get().active
    assert booking.number == "VC-2569-0001"


def test_booking_of_a_guarded_room_waits_and_holds(book, guarded_room):
    booking = book([guarded_room], at(18, 9))
    assert booking.status == "requested"
    assert booking.hold_expires_at is not None
    with pytest.raises(BookingConflict):
        book([guarded_room], at(18, 9, 30))


def test_conflict_says_with_what_and_offers_three_ways_out(book, room, office, make_resource):
    other = make_resource(office, "อินทนิล", capacity=24)
    book([room], at(18, 10), 2, title="ประชุมกลุ่มนโยบายและแผน")
    with pytest.raises(BookingConflict) as refusal:
        book([room], at(18, 10, 30))
    row = refusal.value.conflicts[0]
    assert (row.resource_id, row.other_title) == (room.pk, "ประชุมกลุ่มนโยบายและแผน")
    assert (row.starts_at, row.ends_at) == (at(18, 10), at(18, 12))
    ways = {way.reason: way for way in refusal.value.suggestions}
    assert ways["nearest_time"].starts_at in {at(18, 12), at(18, 9)}
    assert ways["other_room"].resource_ids == (other.pk,)
    assert ways["other_day"].starts_at == at(19, 10, 30)


def test_conflict_changes_nothing(book, room):
    book([room], at(18, 10))
    before = [
        m.objects.count() for m in (Booking, Occurrence, Hold, AuditEntry, Event, OutboxMessage)
    ]
    with pytest.raises(BookingConflict):
        book([room], at(18, 10))
    after = [
        m.objects.count() for m in (Booking, Occurrence, Hold, AuditEntry, Event, OutboxMessage)
    ]
    assert after == before


def test_bookings_that_touch_do_not_collide(book, room):
    book([room], at(18, 9))
    assert book([room], at(18, 10)).status == "approved"


def test_buffers_of_a_room_are_held_too(book, room):
    room.setup_minutes, room.teardown_minutes = 15, 30
    room.save()
    book([room], at(18, 9))
    with pytest.raises(BookingConflict):
        book([room], at(18, 10, 30))
    assert book([room], at(18, 10, 45)).status == "approved"


def test_pool_gives_the_smallest_licence_that_is_large_enough(book, room, licences):
    booking = book([room], at(18, 9), any_of=(PoolSpec("licence", 300),))
    held = set(
        Hold.objects.filter(occurrence__booking=booking).values_list("resource_id", flat=True)
    )
    assert held == {room.pk, licences[1].pk}


def test_pool_gives_another_when_the_first_is_taken(book, room, guarded_room, licences):
    book([room], at(18, 9), any_of=(PoolSpec("licence", 300),))
    second = book([guarded_room], at(18, 9), any_of=(PoolSpec("licence", 300),))
    assert Hold.objects.filter(occurrence__booking=second, resource=licences[0]).exists()


def test_pool_that_is_used_up_is_a_conflict(book, office, make_resource, licences):
    rooms = [make_resource(office, f"ห้อง {n}") for n in range(4)]
    for one in rooms[:2]:
        book([one], at(18, 9), any_of=(PoolSpec("licence", 300),))
    with pytest.raises(BookingConflict) as refusal:
        book([rooms[2]], at(18, 9), any_of=(PoolSpec("licence", 300),))
    assert {row.resource_id for row in refusal.value.conflicts} == {licences[0].pk, licences[1].pk}


def test_pool_keeps_one_licence_over_a_series_if_it_can(book, room, licences):
    book([licences[1]], at(25, 9))
    booking = book(
        [room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3", any_of=(PoolSpec("licence", 300),)
    )
    used = Hold.objects.filter(occurrence__booking=booking, pool__isnull=False)
    assert set(used.values_list("resource_id", flat=True)) == {licences[0].pk}


def test_weekly_series_has_an_occurrence_a_week(book, room):
    booking = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=4")
    starts = list(booking.occurrences.values_list("starts_at", flat=True))
    assert starts == [at(18, 9), at(25, 9), at(2, 9, month=12), at(9, 9, month=12)]


def test_series_with_one_taken_date_is_refused_whole(book, room):
    book([room], at(25, 9))
    with pytest.raises(BookingConflict) as refusal:
        book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=4")
    assert [row.occurrence_starts_at for row in refusal.value.conflicts] == [at(25, 9)]
    assert Booking.objects.count() == 1


def test_series_that_may_skip_keeps_the_taken_date_as_a_skipped_row(book, room):
    book([room], at(25, 9))
    booking = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3", on_conflict="skip")
    rows = list(booking.occurrences.values_list("status", "skipped_reason"))
    assert rows == [("confirmed", ""), ("skipped", "taken"), ("confirmed", "")]


def test_series_that_may_skip_leaves_holidays_out(book, room):
    booking = book([room], at(25, 9), rrule="FREQ=DAILY;COUNT=12", on_conflict="skip")
    holiday = booking.occurrences.get(starts_at=at(5, 9, month=12))
    assert (holiday.status, holiday.skipped_reason) == ("skipped", "holiday")


def test_draft_holds_nothing_until_it_is_sent(book, clerk, room):
    draft = book([room], at(18, 9), draft=True)
    rival = book([room], at(18, 9))
    with pytest.raises(BookingConflict):
        services.submit_booking(actor=clerk, booking_id=draft.pk)
    services.cancel_booking(actor=clerk, booking_id=rival.pk)
    sent = services.submit_booking(actor=clerk, booking_id=draft.pk)
    assert sent.status == "approved"
    assert Hold.objects.get(occurrence__booking=sent).active


def test_request_that_does_not_hold_lets_another_ask_too(book, guarded_room, deputy):
    guarded_room.request_holds = False
    guarded_room.save()
    first, second = book([guarded_room], at(18, 9)), book([guarded_room], at(18, 9))
    services.approve_booking(actor=deputy, booking_id=first.pk)
    with pytest.raises(BookingConflict):
        services.approve_booking(actor=deputy, booking_id=second.pk)


def test_closed_hours_are_refused_by_name(book, room):
    room.opening_hours = {"wed": [["08:00", "16:30"]]}
    room.save()
    assert book([room], at(18, 9)).status == "approved"
    with pytest.raises(OutsideOpeningHours):
        book([room], at(18, 16))
    with pytest.raises(OutsideOpeningHours):
        book([room], at(19, 9))


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({"title": "  "}, "/title"),
        ({"title": "ก" * 5000}, "/title"),
        ({"hours": -1}, "/ends_at"),
        ({"hours": 24 * 15}, "/ends_at"),
        ({"rrule": "FREQ=DAILY;COUNT=10000"}, "/rrule"),
        ({"rrule": "FREQ=HOURLY;COUNT=3"}, "/rrule"),
        ({"any_of": (PoolSpec("licence", 9000),)}, "/any_of/0"),
        ({"audience": {"schools": [999]}}, "/audience/schools/0"),
        ({"series": 999}, "/series"),
    ],
)
def test_bad_input_names_the_field_and_changes_nothing(book, room, licences, fields, pointer):
    hours = fields.pop("hours", 1)
    with pytest.raises(InvalidInput) as refusal:
        book([room], at(18, 9), hours, **fields)
    assert pointer in [error.pointer for error in refusal.value.errors]
    assert not Booking.objects.exists()


def test_resource_of_another_office_is_refused_by_its_place(
    book, room, other_office, make_resource
):
    foreign = make_resource(other_office, "ห้องเขต 2")
    with pytest.raises(InvalidInput) as refusal:
        book([room, foreign], at(18, 9))
    assert refusal.value.errors[0].pointer == "/resources/1"


def test_past_is_refused_for_a_requester_and_recorded_by_an_operator(book, room, operator):
    with pytest.raises(InvalidInput):
        book([room], at(13, 9))
    assert book([room], at(13, 9), actor=operator).status == "approved"


def test_person_above_the_offices_books_in_none(room, make_user):
    obec = make_user(None, "obec", is_superuser=True)
    with pytest.raises(NotAllowed):
        services.request_booking(actor=obec, request=asking([room], at(18, 9)))
