"""The live check beside the form, what an approval would do, and what is free."""

from __future__ import annotations

import pytest

from rooms import queries, services
from rooms.models import MeetingSeries, Occurrence
from rooms.queries.listing import resources_of
from rooms.rules.requests import BookingChanges, PoolSpec
from tests.rooms.conftest import BANGKOK, asking, at
from vcs.core.errors import InvalidInput


def test_check_of_a_free_time_says_who_approves_and_how_long_it_is_kept(
    guarded_room, licences, clerk, deputy
):
    request = asking([guarded_room], at(18, 9), any_of=(PoolSpec("licence", 300),))
    preview = queries.preview_booking(clerk, request)
    assert preview.free
    assert preview.approvers == [deputy.display_name]
    assert (preview.requires_approval, preview.hold_hours) == (True, 24)
    assert (preview.pools[0].free, preview.pools[0].chosen) == (2, [licences[1].pk])


def test_check_of_a_taken_time_names_it_and_offers_ways_out(book, room, clerk):
    book([room], at(18, 9), title="อบรม")
    preview = queries.preview_booking(clerk, asking([room], at(18, 9, 30)))
    assert not preview.free
    assert preview.conflicts[0].other_title == "อบรม"
    assert {way.reason for way in preview.suggestions} == {"nearest_time", "other_day"}
    assert [check.level for check in preview.checks] == ["error"]


def test_check_warns_of_a_holiday(room, clerk):
    preview = queries.preview_booking(clerk, asking([room], at(10, 9, month=12)))
    assert [check.code for check in preview.checks if check.level == "warning"] == ["holiday"]


def test_check_writes_nothing_and_refuses_the_same_input(room, clerk):
    queries.preview_booking(clerk, asking([room], at(18, 9)))
    assert not Occurrence.objects.exists()
    with pytest.raises(InvalidInput):
        queries.preview_booking(clerk, asking([room], at(18, 9), -1))


def test_check_of_an_edit_does_not_count_the_booking_itself(book, room, clerk):
    booking = book([room], at(18, 9), 2)
    changes = BookingChanges(starts_at=at(18, 10), ends_at=at(18, 12))
    assert queries.preview_edit(clerk, booking, changes=changes, scope="all").free


def test_ways_out_are_themselves_free(book, room, office, make_resource, clerk):
    make_resource(office, "อินทนิล", capacity=24, opening_hours={"wed": [["13:00", "16:00"]]})
    other = make_resource(office, "พวงแสด", capacity=40)
    for hour in (8, 9, 10, 11):
        book([room], at(18, hour))
    preview = queries.preview_booking(clerk, asking([room], at(18, 9, 30)))
    ways = {way.reason: way for way in preview.suggestions}
    assert ways["other_room"].resource_ids == (other.pk,)
    for way in preview.suggestions:
        held = queries.preview_booking(
            clerk,
            asking([type(room).objects.get(pk=key) for key in way.resource_ids], way.starts_at),
        )
        assert held.free


def test_ways_out_keep_within_opening_hours_and_off_weekends(book, room, clerk):
    room.opening_hours = {day: [["08:30", "16:30"]] for day in ("mon", "tue", "wed", "thu", "fri")}
    room.save()
    book([room], at(20, 8, 30), 8)
    preview = queries.preview_booking(clerk, asking([room], at(20, 9)))
    ways = {way.reason: way for way in preview.suggestions}
    assert "nearest_time" not in ways
    assert ways["other_day"].starts_at == at(23, 9)


def test_ways_out_of_a_day_meeting_are_by_day(book, room, clerk):
    book([room], at(18, 8), 10)
    ways = {w.reason for w in queries.preview_booking(clerk, asking([room], at(18, 9))).suggestions}
    assert ways == {"other_day"}
    book([room], at(18, 19), 1)
    evening = queries.preview_booking(clerk, asking([room], at(18, 19, 30))).suggestions
    assert {w.starts_at for w in evening if w.reason == "nearest_time"} == {at(18, 20)}


def test_impact_shows_whom_an_approval_pushes_out(book, guarded_room, deputy, schools):
    guarded_room.request_holds = False
    guarded_room.save()
    first = book([guarded_room], at(18, 9), audience={"all_schools": True}, conference={})
    second = book([guarded_room], at(18, 9), title="อีกคำขอ")
    impact = queries.approval_impact(deputy, first)
    assert [(row.booking_id, row.title) for row in impact.pushed_out] == [(second.pk, "อีกคำขอ")]
    assert (impact.schools, impact.conference, impact.conflicts) == (6, True, [])
    services.approve_booking(actor=deputy, booking_id=first.pk)
    assert queries.approval_impact(deputy, second).conflicts[0].other_title == first.title


def test_availability_counts_buffers_hours_and_closures(
    book, office, make_resource, room, operator, clerk
):
    closed = make_resource(office, "ปิด", opening_hours={"mon": [["08:00", "09:00"]]})
    repaired = make_resource(office, "ซ่อม", setup_minutes=30)
    services.create_closure(
        actor=operator,
        resource_id=repaired.pk,
        starts_at=at(18, 7),
        ends_at=at(18, 9),
        reason="ซ่อม",
    )
    book([room], at(18, 12))
    answer = queries.availability(clerk, start=at(18, 9), end=at(18, 12), kind="room")
    assert [one.pk for one in answer.free] == [room.pk]
    assert [(one.pk, taken.title) for one, taken in answer.busy] == [(repaired.pk, "ซ่อม")]
    assert closed not in answer.free


@pytest.mark.parametrize("rows", [1, 30])
def test_list_of_occurrences_costs_two_queries_whatever_the_rows(
    book, room, clerk, rows, django_assert_num_queries
):
    for n in range(rows):
        book([room], at(17 + n // 10, 8 + n % 10))
    clerk.refresh_from_db()
    with django_assert_num_queries(3):  # roles of the person, rows, resources
        found = list(queries.occurrence_rows(clerk, start=at(16, 0), end=at(30, 0)))
        resources_of([row["id"] for row in found])
    assert len(found) == rows


def test_list_shows_only_what_overlaps(book, room, clerk):
    book([room], at(18, 9), 2)
    assert len(queries.occurrence_rows(clerk, start=at(18, 10), end=at(18, 20))) == 1
    assert len(queries.occurrence_rows(clerk, start=at(18, 11), end=at(18, 20))) == 0
    assert len(queries.occurrence_rows(clerk, start=at(18, 0), end=at(18, 9))) == 0


def test_drafts_are_listed_to_their_author_alone(book, room, clerk, deputy):
    book([room], at(18, 9), draft=True)
    assert len(queries.occurrence_rows(clerk)) == 1
    assert len(queries.occurrence_rows(deputy)) == 0


def test_next_number_of_a_series_is_offered(book, room, office):
    series = MeetingSeries.objects.create(office=office, name="ประชุม", kind="directors_meeting")
    book([room], at(18, 9), series=series.pk)
    assert queries.next_session_number(series, at(18, 9), BANGKOK) == "2/2569"
