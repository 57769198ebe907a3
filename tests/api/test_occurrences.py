"""The calendar over HTTP."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rooms.models import Booking, Hold, Occurrence
from tests.api.conftest import at, instant, pointers, text

MEMBERS = {
    "id",
    "booking",
    "title",
    "kind",
    "starts_at",
    "ends_at",
    "status",
    "booking_status",
    "resources",
    "requester",
    "work_group",
    "is_series",
    "has_roll_call",
    "session_number",
    "skipped_reason",
    "join_url",
    "watch_url",
    "version",
    "updated_at",
}


def between(start, end):
    return f"/occurrences/?start={text(start)}&end={text(end)}".replace("+", "%2B")


def many(booking: Booking, room, number: int) -> None:
    """So many dates of a booking, each with its hold, five minutes apart."""
    base = at(1, 0, month=12)
    dates = Occurrence.objects.bulk_create(
        Occurrence(
            booking=booking,
            office=booking.office,
            recurrence_start=base + n * timedelta(minutes=5),
            starts_at=base + n * timedelta(minutes=5),
            ends_at=base + (n + 1) * timedelta(minutes=5),
            status="confirmed",
            updated_at=base,
        )
        for n in range(number)
    )
    Hold.objects.bulk_create(
        Hold(resource=room, occurrence=one, hold_start=one.starts_at, hold_end=one.ends_at)
        for one in dates
    )


def test_list_shows_what_overlaps_the_stretch(api, book, room):
    made = book([room], at(18, 9), 3, title="ประชุม").data
    for start, end, seen in [
        (at(18, 9), at(18, 12), True),
        (at(18, 11), at(18, 13), True),
        (at(18, 8), at(18, 9), False),
        (at(18, 12), at(18, 13), False),
    ]:
        found = api.get(between(start, end)).data["results"]
        assert [one["id"] for one in found] == ([made["occurrences"][0]["id"]] if seen else [])
    (one,) = api.get("/occurrences/").data["results"]
    assert set(one) == MEMBERS
    assert (one["title"], one["resources"]) == ("ประชุม", [room.pk])
    assert (one["requester"], one["is_series"]) == ("พิมพ์ ผู้จอง", False)
    assert instant(one["starts_at"]) == at(18, 9)


def test_list_filters(api, book, room, guarded_room):
    first = book([room], at(18, 9), kind="news", title="พุธเช้าข่าว").data["occurrences"][0]["id"]
    second = book([guarded_room], at(18, 9)).data["occurrences"][0]["id"]
    for query, wanted in [
        (f"resource={room.pk}", [first]),
        ("kind=news", [first]),
        ("status=tentative", [second]),
        ("status=tentative,confirmed", [first, second]),
        ("q=เช้าข่าว", [first]),
        ("q=ไม่มี", []),
    ]:
        found = api.get(f"/occurrences/?{query}").data["results"]
        assert [one["id"] for one in found] == wanted, query


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("start=2569-01-01T00:00:00Z", "/start"),
        ("end=tomorrow", "/end"),
        ("resource=x", "/resource"),
        ("status=lost", "/status"),
        ("fields=id,secret", "/fields"),
        ("include=all", "/include"),
        ("page_size=5001", "/page_size"),
        ("page_size=0", "/page_size"),
        ("cursor=abc", "/cursor"),
        ("cursor=WzFd", "/cursor"),
        ("cursor=ก", "/cursor"),
    ],
)
def test_wrong_question_is_refused_by_name(api, query, pointer):
    answer = api.get(f"/occurrences/?{query}")
    assert answer.status_code == 400, answer.content
    assert pointers(answer) == [pointer]


def test_fields_make_the_answer_small(api, book, room):
    book([room], at(18, 9))
    (one,) = api.get("/occurrences/?fields=id,starts_at").data["results"]
    assert set(one) == {"id", "starts_at"}


def test_holds_are_told_with_their_buffers(api, book, room):
    room.setup_minutes = 15
    room.save()
    made = book([room], at(18, 9)).data
    (one,) = api.get("/occurrences/?include=holds").data["results"]
    (hold,) = one["holds"]
    assert (hold["resource"], instant(hold["starts_at"])) == (room.pk, at(18, 8, 45))
    detail = api.get(f"/occurrences/{made['occurrences'][0]['id']}/").data
    assert detail["holds"] == one["holds"]
    assert set(detail) == MEMBERS | {"holds"}


@pytest.mark.parametrize("query", ["", "include=holds", "fields=id,title"])
def test_list_takes_the_same_queries_for_one_row_and_500(api, book, room, query):
    booking = Booking.objects.get(pk=book([room], at(18, 9)).data["id"])
    with CaptureQueriesContext(connection) as one:
        assert len(api.get(f"/occurrences/?page_size=1000&{query}").data["results"]) == 1
    many(booking, room, 499)
    with CaptureQueriesContext(connection) as all_of_them:
        assert len(api.get(f"/occurrences/?page_size=1000&{query}").data["results"]) == 500
    assert len(all_of_them) == len(one) <= 6


def test_pages_lose_and_repeat_nothing_when_rows_come_in_between(api, book, room, guarded_room):
    for one in (room, guarded_room):
        # The same instants twice, so that a page ends between two rows of one start.
        many(Booking.objects.get(pk=book([one], at(18, 9)).data["id"]), one, 12)
    first = api.get("/occurrences/?page_size=7").data
    assert first["next"].startswith("http://testserver/api/v1/occurrences/?")
    book([room], at(17, 9))
    seen = [one["id"] for one in first["results"]]
    page = first
    while page["next"]:
        page = api.get(page["next"]).data
        seen += [one["id"] for one in page["results"]]
    assert len(seen) == len(set(seen)) == 26


def test_long_answer_is_compressed_for_those_who_take_it(api, book, room):
    booking = Booking.objects.get(pk=book([room], at(18, 9)).data["id"])
    many(booking, room, 40)
    plain = api.get("/occurrences/")
    small = api.get("/occurrences/", accept_encoding="gzip, br")
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in small.headers["Vary"]
    assert len(small.content) < len(plain.content) / 4
    assert json.loads(gzip.decompress(small.content)) == plain.data


def test_detail_knows_its_version(api, book, room):
    date = book([room], at(18, 9)).data["occurrences"][0]
    answer = api.get(f"/occurrences/{date['id']}/")
    assert answer.headers["ETag"] == f'"{answer.data["version"]}"'
    again = api.get(f"/occurrences/{date['id']}/", if_none_match=answer.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")


def test_skipped_date_is_tried_again(api, book, room):
    rival = book([room], at(25, 9)).data
    made = book([room], at(18, 9), rrule="FREQ=WEEKLY;COUNT=3", on_conflict="skip").data
    skipped = made["occurrences"][1]
    assert (skipped["status"], skipped["skipped_reason"]) == ("skipped", "taken")
    taken = api.post(f"/occurrences/{skipped['id']}/retry/")
    assert (taken.status_code, taken.data["code"]) == (409, "booking_conflict")
    api.delete(f"/bookings/{rival['id']}/")
    done = api.post(f"/occurrences/{skipped['id']}/retry/")
    assert (done.status_code, done.data["status"]) == (200, "confirmed")


def test_swap_exchanges_times(api, book, room):
    first = book([room], at(18, 9)).data["occurrences"][0]
    second = book([room], at(18, 10)).data["occurrences"][0]
    body = {"first": first["id"], "second": second["id"], "exchange": "times"}
    answer = api.post("/occurrences/swap/", body)
    assert answer.status_code == 200, answer.content
    times = [instant(one["starts_at"]) for one in answer.data["results"]]
    assert times == [at(18, 10), at(18, 9)]


def test_swap_with_a_foreign_date_is_refused_by_field(api, foreign_api, book, room, foreign_room):
    mine = book([room], at(18, 9)).data["occurrences"][0]["id"]
    theirs = book([foreign_room], at(18, 9), by=foreign_api).data["occurrences"][0]["id"]
    answer = api.post("/occurrences/swap/", {"first": mine, "second": theirs, "exchange": "times"})
    assert (answer.status_code, pointers(answer)) == (400, ["/second"])
