"""Changing, cancelling, swapping and retrying what is booked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rooms import services
from rooms.errors import BookingConflict
from rooms.models import Booking, Hold, Occurrence
from rooms.rules.requests import BookingChanges, PoolSpec
from tests.rooms.conftest import at
from vcs.core.errors import InvalidInput, NotAllowed, NotFound, PreconditionFailed, WrongState


def starts(booking: Booking) -> list:
    return list(booking.occurrences.order_by("starts_at").values_list("starts_at", flat=True))


def ids(booking: Booking) -> list[int]:
    return list(booking.occurrences.order_by("recurrence_start").values_list("id", flat=True))


@pytest.fixture
def weekly(book, room):
    return book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=4")


def edit(booking, actor, scope="all", occurrence=None, **changes):
    return services.edit_booking(
        actor=actor,
        booking_id=booking.pk,
        changes=BookingChanges(**changes),
        scope=scope,
        occurrence_id=occurrence.pk if occurrence else None,
    )


def test_move_of_all_shifts_every_date_and_keeps_every_id(weekly, clerk):
    before = ids(weekly)
    moved = edit(weekly, clerk, starts_at=at(19, 10), ends_at=at(19, 12))
    assert starts(moved) == [at(19, 10), at(26, 10), at(3, 10, month=12), at(10, 10, month=12)]
    assert ids(moved) == before
    assert Hold.objects.filter(occurrence__booking=moved, hold_end=at(19, 12)).exists()


def test_move_of_all_by_a_week_passes_its_own_dates(weekly, clerk):
    moved = edit(weekly, clerk, starts_at=at(25, 9), ends_at=at(25, 10))
    assert starts(moved)[0] == at(25, 9)
    assert len(set(starts(moved))) == 4


def test_move_of_all_leaves_past_occurrences_alone(weekly, clerk, today):
    today.move_to(at(26, 8))
    moved = edit(weekly, clerk, starts_at=at(18, 13), ends_at=at(18, 14))
    assert starts(moved) == [at(18, 9), at(25, 9), at(2, 13, month=12), at(9, 13, month=12)]


def test_move_of_this_leaves_the_others_and_its_identity(weekly, clerk):
    second = weekly.occurrences.order_by("starts_at")[1]
    edit(weekly, clerk, "this", second, starts_at=at(26, 14), ends_at=at(26, 15))
    second.refresh_from_db()
    assert (second.starts_at, second.recurrence_start) == (at(26, 14), at(25, 9))
    assert starts(weekly)[2] == at(2, 9, month=12)


def test_moved_one_moves_along_when_all_move(weekly, clerk):
    second = weekly.occurrences.order_by("starts_at")[1]
    edit(weekly, clerk, "this", second, starts_at=at(26, 14), ends_at=at(26, 15))
    edit(weekly, clerk, starts_at=at(18, 10), ends_at=at(18, 11))
    second.refresh_from_db()
    assert (second.starts_at, second.recurrence_start) == (at(26, 15), at(25, 10))


def test_following_splits_the_series_and_keeps_every_id(weekly, clerk):
    before = ids(weekly)
    third = weekly.occurrences.order_by("starts_at")[2]
    new = edit(
        weekly, clerk, "following", third, starts_at=at(3, 13, 0, 12), ends_at=at(3, 14, 0, 12)
    )
    weekly.refresh_from_db()
    assert new.parent_id == weekly.pk
    assert ids(weekly) + ids(new) == before
    assert starts(weekly) == [at(18, 9), at(25, 9)]
    assert starts(new) == [at(3, 13, month=12), at(10, 13, month=12)]
    assert "UNTIL" in weekly.rrule
    assert new.uid != weekly.uid


def test_following_from_the_first_is_all(weekly, clerk):
    first = weekly.occurrences.order_by("starts_at")[0]
    changed = edit(weekly, clerk, "following", first, title="ชื่อใหม่")
    assert changed.pk == weekly.pk
    assert Booking.objects.count() == 1


def test_following_that_only_renames_splits_too(weekly, clerk):
    third = weekly.occurrences.order_by("starts_at")[2]
    new = edit(weekly, clerk, "following", third, title="ชื่อใหม่")
    weekly.refresh_from_db()
    assert (weekly.title, new.title) == ("ประชุมทดสอบ", "ชื่อใหม่")


def test_new_rule_keeps_dates_it_still_gives(weekly, clerk):
    kept = ids(weekly)[:2]
    changed = edit(weekly, clerk, rrule="FREQ=WEEKLY;COUNT=2")
    live = changed.occurrences.exclude(status="cancelled").order_by("starts_at")
    assert [one.pk for one in live] == kept
    assert Hold.objects.count() == 2


def test_new_rule_adds_dates(weekly, clerk):
    changed = edit(weekly, clerk, rrule="FREQ=WEEKLY;COUNT=6")
    assert len(starts(changed)) == 6
    assert Hold.objects.count() == 6


def test_exdate_calls_one_date_off(weekly, clerk):
    changed = edit(weekly, clerk, exdates=(at(25, 9),))
    assert changed.occurrences.get(starts_at=at(25, 9)).status == "cancelled"


def test_move_into_a_taken_time_is_refused_and_nothing_moves(weekly, book, room, clerk):
    book([room], at(25, 13))
    with pytest.raises(BookingConflict) as refusal:
        edit(weekly, clerk, starts_at=at(18, 13), ends_at=at(18, 14))
    assert [row.occurrence_starts_at for row in refusal.value.conflicts] == [at(25, 13)]
    assert refusal.value.suggestions
    assert starts(weekly)[0] == at(18, 9)


def test_move_within_its_own_time_is_free(book, room, clerk):
    booking = book([room], at(18, 9), 2)
    moved = edit(booking, clerk, starts_at=at(18, 10), ends_at=at(18, 12))
    assert starts(moved) == [at(18, 10)]


def test_move_by_a_requester_of_what_was_approved_waits_again(book, guarded_room, clerk, deputy):
    booking = book([guarded_room], at(18, 9))
    services.approve_booking(actor=deputy, booking_id=booking.pk)
    moved = edit(booking, clerk, starts_at=at(18, 13), ends_at=at(18, 14))
    assert moved.status == "requested"
    assert moved.occurrences.get().status == "tentative"
    assert edit(moved, deputy, title="ใหม่").status == "requested"
    again = services.approve_booking(actor=deputy, booking_id=booking.pk)
    assert edit(again, deputy, starts_at=at(18, 15), ends_at=at(18, 16)).status == "approved"


def test_change_of_room_frees_the_old_one(book, room, office, make_resource, clerk):
    other = make_resource(office, "อินทนิล")
    booking = book([room], at(18, 9))
    edit(booking, clerk, resources=(other.pk,))
    assert book([room], at(18, 9)).status == "approved"


def test_change_of_pool_draws_anew(book, room, licences, clerk):
    booking = book([room], at(18, 9), any_of=(PoolSpec("licence", 100),))
    edit(booking, clerk, any_of=(PoolSpec("licence", 500),))
    held = set(Hold.objects.values_list("resource_id", flat=True))
    assert held == {room.pk, licences[0].pk}


def test_move_keeps_the_licence_while_it_is_free(book, room, licences, clerk):
    booking = book([room], at(18, 9), any_of=(PoolSpec("licence", 300),))
    book([licences[1]], at(18, 8), 0.5)
    edit(booking, clerk, starts_at=at(18, 9, 30), ends_at=at(18, 10, 30))
    assert Hold.objects.filter(occurrence__booking=booking, resource=licences[1]).exists()


def test_move_into_the_past_is_refused_for_a_requester(weekly, clerk, deputy):
    with pytest.raises(InvalidInput) as refusal:
        edit(weekly, clerk, starts_at=at(13, 9), ends_at=at(13, 10))
    assert refusal.value.errors[0].code == "in_the_past"
    assert starts(edit(weekly, deputy, starts_at=at(13, 9), ends_at=at(13, 10)))[0] == at(13, 9)


def test_edit_of_an_older_version_is_refused(weekly, clerk):
    edit(weekly, clerk, title="ก")
    with pytest.raises(PreconditionFailed):
        services.edit_booking(
            actor=clerk, booking_id=weekly.pk, changes=BookingChanges(title="ข"), expected_version=1
        )


def test_edit_of_this_refuses_what_belongs_to_the_series(weekly, clerk):
    first = weekly.occurrences.first()
    with pytest.raises(InvalidInput) as refusal:
        edit(weekly, clerk, "this", first, kind="news")
    assert refusal.value.errors[0].pointer == "/kind"


def test_edit_of_what_is_over_is_refused(book, room, clerk, today, deputy):
    booking = book([room], at(18, 9))
    today.move_to(at(19, 9))
    with pytest.raises(WrongState):
        edit(booking, deputy, starts_at=at(20, 9), ends_at=at(20, 10))
    with pytest.raises(NotAllowed):
        edit(booking, clerk, starts_at=at(20, 9), ends_at=at(20, 10))


def test_booking_of_another_office_is_not_found(weekly, other_office, make_user):
    stranger = make_user(other_office, "stranger", "approver")
    with pytest.raises(NotFound):
        edit(weekly, stranger, title="x")


def test_draft_of_another_is_not_found(book, room, deputy):
    draft = book([room], at(18, 9), draft=True)
    with pytest.raises(NotFound):
        edit(draft, deputy, title="x")


def test_cancel_of_this_frees_one_date(weekly, clerk, book, room):
    second = weekly.occurrences.order_by("starts_at")[1]
    services.cancel_booking(
        actor=clerk, booking_id=weekly.pk, scope="this", occurrence_id=second.pk, reason="ติดราชการ"
    )
    weekly.refresh_from_db()
    assert weekly.status == "approved"
    assert book([room], at(25, 9)).status == "approved"


def test_cancel_of_following_keeps_what_is_before(weekly, clerk):
    second = weekly.occurrences.order_by("starts_at")[1]
    services.cancel_booking(
        actor=clerk, booking_id=weekly.pk, scope="following", occurrence_id=second.pk
    )
    assert list(weekly.occurrences.order_by("starts_at").values_list("status", flat=True)) == [
        "confirmed",
        "cancelled",
        "cancelled",
        "cancelled",
    ]


def test_cancel_of_all_leaves_the_past(weekly, clerk, today):
    today.move_to(at(26, 8))
    services.cancel_booking(actor=clerk, booking_id=weekly.pk)
    assert weekly.occurrences.filter(status="confirmed").count() == 2
    assert Hold.objects.count() == 2
    weekly.refresh_from_db()
    assert weekly.status == "cancelled"


def test_reject_needs_a_reason_and_frees(book, guarded_room, deputy):
    booking = book([guarded_room], at(18, 9))
    with pytest.raises(InvalidInput):
        services.reject_booking(actor=deputy, booking_id=booking.pk)
    services.reject_booking(actor=deputy, booking_id=booking.pk, reason="ห้องปรับปรุง")
    booking.refresh_from_db()
    assert (booking.status, booking.reason) == ("rejected", "ห้องปรับปรุง")
    assert book([guarded_room], at(18, 9)).status == "requested"


def test_requester_may_not_approve(book, guarded_room, clerk):
    booking = book([guarded_room], at(18, 9))
    with pytest.raises(NotAllowed):
        services.approve_booking(actor=clerk, booking_id=booking.pk)


def test_approve_twice_is_a_wrong_state(book, guarded_room, deputy):
    booking = book([guarded_room], at(18, 9))
    services.approve_booking(actor=deputy, booking_id=booking.pk)
    with pytest.raises(WrongState):
        services.approve_booking(actor=deputy, booking_id=booking.pk)


def test_expired_request_frees_its_slot_and_may_still_be_approved(
    book, guarded_room, deputy, today
):
    booking = book([guarded_room], at(25, 9))
    today.advance(timedelta(hours=25))
    assert services.expire_requests() == 1
    assert services.expire_requests() == 0
    rival = book([guarded_room], at(25, 9))
    services.approve_booking(actor=deputy, booking_id=rival.pk)
    with pytest.raises(BookingConflict) as refusal:
        services.approve_booking(actor=deputy, booking_id=booking.pk)
    assert refusal.value.conflicts[0].other_title == rival.title
    services.cancel_booking(actor=deputy, booking_id=rival.pk)
    assert services.approve_booking(actor=deputy, booking_id=booking.pk).status == "approved"


def test_swap_exchanges_times(book, room, office, make_resource, clerk):
    first, second = book([room], at(18, 9), 2), book([room], at(18, 11), 2)
    a, b = first.occurrences.get(), second.occurrences.get()
    services.swap_occurrences(actor=clerk, first_id=a.pk, second_id=b.pk, exchange="times")
    assert (starts(first), starts(second)) == ([at(18, 11)], [at(18, 9)])
    assert set(Hold.objects.values_list("occurrence_id", "hold_start")) == {
        (a.pk, at(18, 11)),
        (b.pk, at(18, 9)),
    }


def test_swap_exchanges_rooms(book, room, office, make_resource, clerk):
    other = make_resource(office, "อินทนิล")
    first, second = book([room], at(18, 9)), book([other], at(18, 9))
    a, b = first.occurrences.get(), second.occurrences.get()
    services.swap_occurrences(actor=clerk, first_id=a.pk, second_id=b.pk, exchange="resources")
    held = dict(Hold.objects.values_list("occurrence_id", "resource_id"))
    assert held == {a.pk: other.pk, b.pk: room.pk}


def test_booking_of_one_date_is_what_its_date_has_become(book, room, office, make_resource, clerk):
    other = make_resource(office, "อินทนิล")
    first, second = book([room], at(18, 9)), book([other], at(19, 13), 2)
    a, b = first.occurrences.get(), second.occurrences.get()
    for exchange in ("times", "resources"):
        services.swap_occurrences(actor=clerk, first_id=a.pk, second_id=b.pk, exchange=exchange)
    first.refresh_from_db()
    assert (first.local_date, first.local_time) == (at(19, 13).date(), at(19, 13).time())
    assert first.duration == timedelta(hours=2)
    assert list(first.resources.all()) == [other]
    edit(
        first, clerk, "this", a, starts_at=at(20, 9), ends_at=at(20, 10), title="ชื่อใหม่", kind="news"
    )
    first.refresh_from_db()
    a.refresh_from_db()
    assert (first.local_date, first.title, first.kind) == (at(20, 9).date(), "ชื่อใหม่", "news")
    assert (a.starts_at, a.recurrence_start, a.title) == (at(20, 9), at(20, 9), "")


def test_swap_that_would_collide_with_a_third_changes_nothing(
    book, room, office, make_resource, clerk
):
    other = make_resource(office, "อินทนิล")
    first, second = book([room], at(18, 9)), book([other], at(18, 13))
    book([room], at(18, 13))
    a, b = first.occurrences.get(), second.occurrences.get()
    with pytest.raises(BookingConflict):
        services.swap_occurrences(actor=clerk, first_id=a.pk, second_id=b.pk, exchange="times")
    assert starts(first) == [at(18, 9)]


def test_skipped_date_can_be_tried_again(book, room, clerk):
    rival = book([room], at(25, 9))
    booking = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=2", on_conflict="skip")
    skipped = booking.occurrences.get(status="skipped")
    with pytest.raises(BookingConflict):
        services.retry_occurrence(actor=clerk, occurrence_id=skipped.pk)
    services.cancel_booking(actor=clerk, booking_id=rival.pk)
    assert services.retry_occurrence(actor=clerk, occurrence_id=skipped.pk).status == "confirmed"
    assert Hold.objects.filter(occurrence=skipped).exists()


def test_closure_keeps_bookings_away_and_bookings_keep_closures_away(book, room, operator):
    closure = services.create_closure(
        actor=operator,
        resource_id=room.pk,
        starts_at=at(18, 8),
        ends_at=at(18, 12),
        reason="ซ่อมเสียง",
    )
    with pytest.raises(BookingConflict) as refusal:
        book([room], at(18, 9))
    assert refusal.value.conflicts[0].other_title == "ซ่อมเสียง"
    services.delete_closure(actor=operator, closure_id=closure.pk)
    book([room], at(18, 9))
    with pytest.raises(BookingConflict):
        services.create_closure(
            actor=operator,
            resource_id=room.pk,
            starts_at=at(18, 8),
            ends_at=at(18, 12),
            reason="ซ่อม",
        )


def test_meetings_of_a_series_are_numbered_through_the_year(book, room, office, clerk):
    from rooms.models import MeetingSeries

    series = MeetingSeries.objects.create(
        office=office, name="ประชุมผู้บริหารสถานศึกษา", kind="directors_meeting"
    )
    first = book([room], at(18, 9), rrule="FREQ=MONTHLY;COUNT=3;BYDAY=3WE", series=series.pk)
    numbers = [one.session_number for one in first.occurrences.order_by("starts_at")]
    assert numbers == ["1/2569", "2/2569", "1/2570"]
    services.cancel_booking(actor=clerk, booking_id=first.pk)
    again = book([room], at(20, 9), series=series.pk)
    assert again.occurrences.get().session_number == "1/2569"


def test_resource_with_bookings_to_come_cannot_be_retired(book, room, operator, clerk):
    booking = book([room], at(18, 9))
    with pytest.raises(WrongState):
        services.retire_resource(actor=operator, resource_id=room.pk)
    services.cancel_booking(actor=clerk, booking_id=booking.pk)
    assert not services.retire_resource(actor=operator, resource_id=room.pk).is_active


def test_two_resources_of_one_name_are_refused(room, operator):
    with pytest.raises(InvalidInput) as refusal:
        services.create_resource(
            actor=operator, values=services.ResourceValues(name=room.name, kind="room")
        )
    assert refusal.value.errors[0].pointer == "/name"


def test_occurrence_has_holds_of_no_cancelled_booking(weekly, clerk):
    services.cancel_booking(actor=clerk, booking_id=weekly.pk)
    assert not Hold.objects.filter(occurrence__status=Occurrence.Status.CANCELLED).exists()
