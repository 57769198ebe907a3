"""Bookings over HTTP."""

from __future__ import annotations

import pytest

from rooms.models import Booking, Hold
from tests.api.conftest import at, booking_body, instant, pointers, text


def test_booking_is_made_and_found_again(api, book, room):
    made = book([room], at(18, 9), 3, title="ประชุมผู้บริหารสถานศึกษา", kind="directors_meeting")
    assert made.status_code == 201, made.content
    booking = made.data
    assert booking["status"] == "approved"
    assert booking["number"] == "VC-2569-0001"
    assert instant(booking["starts_at"]) == at(18, 9)
    assert instant(booking["ends_at"]) == at(18, 12)
    assert booking["resources"] == [room.pk]
    assert booking["requester"]["name"] == "พิมพ์ ผู้จอง"
    assert booking["can"] == ["edit", "cancel"]
    assert made.headers["Location"] == f"/api/v1/bookings/{booking['id']}/"
    assert made.headers["ETag"] == f'"{booking["version"]}"'
    assert api.get(made.headers["Location"]).data == booking


def test_booking_dates_carry_their_resources(book, room):
    dates = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3").data["occurrences"]
    assert [instant(d["starts_at"]) for d in dates] == [at(18, 9), at(25, 9), at(2, 9, month=12)]
    assert all(d["resources"] == [room.pk] and d["status"] == "confirmed" for d in dates)


def test_booking_time_zone_is_the_office_unless_named(api, room):
    body = booking_body([room], at(18, 9))
    del body["timezone"]
    assert api.post("/bookings/", body).data["timezone"] == "Asia/Bangkok"


def test_conflict_tells_with_what_and_three_ways_out(book, room, office, make_resource):
    other = make_resource(office, "อินทนิล", capacity=24)
    book([room], at(18, 10), 2, title="ประชุมกลุ่มนโยบายและแผน")
    answer = book([room], at(18, 10, 30))
    assert (answer.status_code, answer.data["code"]) == (409, "booking_conflict")
    (row,) = answer.data["conflicts"]
    assert (row["resource"], row["other_title"]) == (room.pk, "ประชุมกลุ่มนโยบายและแผน")
    assert (instant(row["starts_at"]), instant(row["ends_at"])) == (at(18, 10), at(18, 12))
    ways = {way["reason"]: way for way in answer.data["suggestions"]}
    assert set(ways) == {"nearest_time", "other_room", "other_day"}
    assert ways["other_room"]["resources"] == [other.pk]


@pytest.mark.parametrize("way", ["nearest_time", "other_room", "other_day"])
def test_each_way_out_can_be_taken_as_it_is(book, room, office, make_resource, way):
    make_resource(office, "อินทนิล", capacity=24)
    book([room], at(18, 10), 2)
    (one,) = [w for w in book([room], at(18, 10)).data["suggestions"] if w["reason"] == way]
    times = {"starts_at": one["starts_at"], "ends_at": one["ends_at"]}
    answer = book([room], at(18, 10), **times | {"resources": one["resources"]})
    assert answer.status_code == 201


BAD = [
    ({"starts_at": "2569-11-18T09:00:00+07:00"}, "/starts_at", "buddhist_year"),
    ({"starts_at": "2026-11-18T09:00:00"}, "/starts_at", "offset_required"),
    ({"starts_at": "18/11/2569"}, "/starts_at", "invalid_instant"),
    ({"starts_at": 1763431200}, "/starts_at", "invalid"),
    ({"starts_at": None}, "/starts_at", "null"),
    ({"ends_at": "2026-11-18T08:00:00+07:00"}, "/ends_at", "end_before_start"),
    ({"rrule": "FREQ=DAILY;COUNT=10000"}, "/rrule", None),
    ({"rrule": "FREQ=SECONDLY"}, "/rrule", None),
    ({"title": "ก" * 5000}, "/title", "too_long"),
    ({"title": ""}, "/title", "required"),
    ({"title": 5}, "/title", "invalid"),
    ({"kind": "party"}, "/kind", "invalid_choice"),
    ({"kind": {}}, "/kind", "invalid_choice"),
    ({"timezone": "../etc/passwd"}, "/timezone", "invalid"),
    ({"resources": [0]}, "/resources/0", "range"),
    ({"resources": [10**30]}, "/resources/0", "invalid"),
    ({"resources": [2**63]}, "/resources/0", None),
    ({"resources": [True]}, "/resources/0", "invalid"),
    ({"resources": "1"}, "/resources", "not_a_list"),
    ({"resources": [1] * 500}, "/resources", "too_many"),
    ({"resources": [], "any_of": []}, "/resources", "required"),
    ({"any_of": [{}]}, "/any_of/0/kind", "required"),
    ({"any_of": [{"kind": "room", "count": 0}]}, "/any_of/0/count", "range"),
    ({"any_of": [3]}, "/any_of/0", "invalid"),
    ({"audience": {"schools": [1.5]}}, "/audience/schools/0", "invalid"),
    ({"audience": {"emails": ["x"]}}, "/audience/emails/0", "invalid_email"),
    ({"audience": {"everyone": True}}, "/audience/everyone", "unknown_field"),
    ({"audience": []}, "/audience", "invalid"),
    ({"conference": {"provider": "skype"}}, "/conference/provider", "invalid_choice"),
    ({"draft": "maybe"}, "/draft", "invalid"),
    ({"colour/of~it": 1}, "/colour~1of~0it", "unknown_field"),
    ({"exdates": ["yesterday"]}, "/exdates/0", "invalid_instant"),
]


@pytest.mark.parametrize(("wrong", "pointer", "code"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_bad_input_names_field_and_remedy_and_changes_nothing(book, room, wrong, pointer, code):
    answer = book([room], at(18, 9), **wrong)
    assert answer.status_code == 400, answer.content
    errors = {error["pointer"]: error for error in answer.data["errors"]}
    assert pointer in errors
    assert code in {None, errors[pointer]["code"]}
    assert errors[pointer]["detail"] != errors[pointer]["detail_en"]
    assert not Booking.objects.exists()


def test_every_wrong_field_is_named_at_once(api):
    answer = api.post("/bookings/", {"titel": "x", "ends_at": 5})
    assert set(pointers(answer)) == {"/title", "/titel", "/starts_at", "/ends_at"}


def test_year_refused_comes_with_the_year_to_send(book, room):
    answer = book([room], at(18, 9), starts_at="2569-11-18T09:00:00+07:00")
    assert "2026" in answer.data["detail"]


def test_thai_digits_in_a_time_are_read(book, room):
    answer = book([room], at(18, 9), starts_at="๒๐๒๖-๑๑-๑๘T๐๙:๐๐:๐๐+๐๗:๐๐")
    assert instant(answer.data["starts_at"]) == at(18, 9)


def test_title_of_many_marks_is_measured_as_people_count(book, room):
    title = "น้ำ" * 200
    answer = book([room], at(18, 9), title=title)
    assert answer.status_code == 201, answer.content
    assert answer.data["title"] == title


def test_resource_of_another_office_is_refused_by_its_place(book, room, foreign_room):
    answer = book([room, foreign_room], at(18, 9))
    assert (answer.status_code, pointers(answer)) == (400, ["/resources/1"])


def test_draft_is_seen_by_its_author_alone(api, deputy_api, book, room):
    draft = book([room], at(18, 9), draft=True).data
    assert draft["status"] == "draft"
    assert draft["occurrences"][0]["resources"] == [room.pk]
    assert api.get(f"/bookings/{draft['id']}/").status_code == 200
    assert deputy_api.get(f"/bookings/{draft['id']}/").status_code == 404
    assert deputy_api.get("/bookings/").data["results"] == []
    assert deputy_api.get("/occurrences/").data["results"] == []
    assert len(api.get("/occurrences/").data["results"]) == 1


def test_request_goes_its_way_to_approval(api, deputy_api, book, guarded_room):
    asked = book([guarded_room], at(18, 9)).data
    assert (asked["status"], asked["can"]) == ("requested", ["edit", "cancel"])
    seen = deputy_api.get("/bookings/?status=requested").data["results"]
    assert [one["id"] for one in seen] == [asked["id"]]
    assert seen[0]["can"] == ["edit", "approve", "reject", "cancel"]
    done = deputy_api.post(f"/bookings/{asked['id']}/approve/", {"reason": "ตามแผน"})
    assert (done.status_code, done.data["status"]) == (200, "approved")
    assert done.data["occurrences"][0]["status"] == "confirmed"
    again = deputy_api.post(f"/bookings/{asked['id']}/approve/")
    assert (again.status_code, again.data["code"]) == (409, "wrong_state")


def test_approval_is_not_for_everyone(api, book, guarded_room):
    asked = book([guarded_room], at(18, 9)).data
    answer = api.post(f"/bookings/{asked['id']}/approve/", {})
    assert (answer.status_code, answer.data["code"]) == (403, "not_allowed")


def test_approval_of_what_is_taken_meanwhile_is_a_conflict(api, deputy_api, book, guarded_room):
    guarded_room.request_holds = False
    guarded_room.save()
    first, second = (book([guarded_room], at(18, 9)).data for _ in range(2))
    impact = deputy_api.get(f"/bookings/{first['id']}/impact/").data
    assert [row["booking"] for row in impact["pushed_out"]] == [second["id"]]
    assert deputy_api.post(f"/bookings/{first['id']}/approve/").status_code == 200
    answer = deputy_api.post(f"/bookings/{second['id']}/approve/")
    assert (answer.status_code, answer.data["code"]) == (409, "booking_conflict")
    assert answer.data["conflicts"]


def test_rejection_takes_a_reason_and_frees_the_slot(deputy_api, book, guarded_room):
    asked = book([guarded_room], at(18, 9)).data
    done = deputy_api.post(f"/bookings/{asked['id']}/reject/", {"reason": "ห้องปิดซ่อม"}).data
    assert (done["status"], done["reason"]) == ("rejected", "ห้องปิดซ่อม")
    assert not Hold.objects.exists()


def test_deletion_cancels_and_keeps(api, book, room):
    made = book([room], at(18, 9)).data
    answer = api.delete(f"/bookings/{made['id']}/")
    assert (answer.status_code, answer.data["status"]) == (200, "cancelled")
    kept = api.get(f"/bookings/{made['id']}/").data
    assert kept["occurrences"][0]["resources"] == [room.pk]
    assert book([room], at(18, 9)).status_code == 201


def test_one_date_is_cancelled_alone(api, book, room):
    made = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3").data
    date = made["occurrences"][1]["id"]
    done = api.post(f"/bookings/{made['id']}/cancel/", {"scope": "this", "occurrence": date}).data
    assert [d["status"] for d in done["occurrences"]] == ["confirmed", "cancelled", "confirmed"]


def test_change_of_times_moves_all_and_keeps_ids(api, book, room):
    made = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3").data
    new = {"starts_at": text(at(18, 10)), "ends_at": text(at(18, 12))}
    done = api.patch(f"/bookings/{made['id']}/", {"scope": "all", **new})
    assert done.status_code == 200, done.content
    dates = done.data["occurrences"]
    assert [d["id"] for d in dates] == [d["id"] for d in made["occurrences"]]
    assert [instant(d["starts_at"]) for d in dates] == [
        at(18, 10),
        at(25, 10),
        at(2, 10, month=12),
    ]


def test_change_of_one_date_needs_the_date(api, book, room):
    made = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3").data
    answer = api.patch(f"/bookings/{made['id']}/", {"scope": "this", "title": "ใหม่"})
    assert (answer.status_code, pointers(answer)) == (400, ["/occurrence"])


def test_change_of_a_date_of_another_booking_is_refused_by_field(api, book, room):
    first = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3").data
    second = book([room], at(18, 11)).data
    date = second["occurrences"][0]["id"]
    answer = api.patch(
        f"/bookings/{first['id']}/", {"scope": "this", "occurrence": date, "title": "x"}
    )
    assert (answer.status_code, pointers(answer)) == (400, ["/occurrence"])


def test_check_says_what_sending_would_give_and_writes_nothing(
    api, book, room, guarded_room, deputy
):
    book([room], at(18, 9))
    body = booking_body([guarded_room], at(18, 9))
    good = api.post("/bookings/check/", body).data
    assert (good["free"], good["requires_approval"], good["occurrences"]) == (True, True, 1)
    assert good["approvers"] == ["รอง"]
    bad = api.post("/bookings/check/", booking_body([room], at(18, 9))).data
    assert (bad["free"], len(bad["conflicts"])) == (False, 1)
    assert bad["suggestions"]
    assert Booking.objects.count() == 1


def test_check_of_pools_counts_what_is_free(api, room, licences):
    body = booking_body([room], at(18, 9), any_of=[{"kind": "licence", "min_capacity": 300}])
    (pool,) = api.post("/bookings/check/", body).data["pools"]
    assert (pool["free"], pool["total"], pool["chosen"]) == (2, 2, [licences[1].pk])


def test_check_of_a_change_is_not_in_its_own_way(api, book, room):
    made = book([room], at(18, 9), 2).data
    times = {"starts_at": text(at(18, 10)), "ends_at": text(at(18, 12))}
    found = api.post("/bookings/check/", {"booking": made["id"], "scope": "all", **times})
    assert found.data["free"], found.content


def test_check_refuses_what_sending_refuses(api):
    answer = api.post("/bookings/check/", {"title": ""})
    assert answer.status_code == 400
    assert "/title" in pointers(answer)


def test_history_tells_who_did_what(deputy_api, book, guarded_room):
    asked = book([guarded_room], at(18, 9)).data
    deputy_api.post(f"/bookings/{asked['id']}/approve/")
    rows = deputy_api.get(f"/bookings/{asked['id']}/history/").data["results"]
    assert [row["action"] for row in rows] == ["booking.requested", "booking.approved"]
    assert rows[0]["actor"] == "พิมพ์ ผู้จอง"
    assert rows[1]["text"]["th"] == "อนุมัติ"


def test_list_finds_by_status_owner_and_words(api, deputy_api, book, room, guarded_room):
    mine = book([room], at(18, 9), title="ประชุมกลุ่มนิเทศ").data
    other = book([guarded_room], at(18, 9), title="อบรมครู", by=deputy_api).data
    everything = api.get("/bookings/").data["results"]
    assert [one["id"] for one in everything] == [other["id"], mine["id"]]
    assert [b["id"] for b in api.get("/bookings/?mine=1").data["results"]] == [mine["id"]]
    assert [b["id"] for b in api.get("/bookings/?q=อบรม").data["results"]] == [other["id"]]
    assert [b["id"] for b in api.get("/bookings/?q=vc-2569-0001").data["results"]] == [mine["id"]]
    assert everything[1]["next_occurrence"]["id"] == mine["occurrences"][0]["id"]
    assert everything[1]["occurrence_count"] == 1
    assert api.get("/bookings/?status=lost").status_code == 400
    assert api.get("/bookings/?mine=perhaps").status_code == 400


def test_list_takes_the_same_queries_for_one_and_many(api, book, room, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3")
    with CaptureQueriesContext(connection) as few:
        api.get("/bookings/")
    for hour in range(10, 20):
        book([room], at(18, hour))
    with CaptureQueriesContext(connection) as many:
        assert len(api.get("/bookings/").data["results"]) == 11
    assert len(many) == len(few)
