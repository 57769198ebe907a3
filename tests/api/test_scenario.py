"""The main job told through HTTP: a request becomes a meeting that schools attend."""

from __future__ import annotations

import asyncio
import csv
import io
from urllib.parse import urlsplit

import icalendar
import pytest

from tests.api.conftest import at, booking_body, deliver_all, instant
from vcs.calendars.asgi import FeedApp
from vcs.live.tail import tail


@pytest.fixture
def read_feed():
    """Fetches a feed as a calendar program does."""
    app = FeedApp()

    def read(url: str) -> icalendar.Calendar:
        return icalendar.Calendar.from_ical(asyncio.run(_fetch(app, urlsplit(url).path)))

    yield read
    app.store.close()
    tail.stop()


async def _fetch(app, path):
    events = []

    async def send(event):
        events.append(event)

    await app({"type": "http", "method": "GET", "path": path, "headers": []}, None, send)
    assert events[0]["status"] == 200
    return b"".join(event.get("body", b"") for event in events[1:])


@pytest.mark.django_db(transaction=True)
def test_request_becomes_a_meeting_that_schools_attend(
    client,
    today,
    api,
    deputy_api,
    operator_api,
    guarded_room,
    make_resource,
    office,
    licences,
    schools,
    read_feed,
):
    make_resource(office, "อินทนิล", capacity=40, requires_approval=True)
    asked_for = booking_body(
        [guarded_room],
        at(18, 9),
        3,
        title="ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569",
        kind="directors_meeting",
        any_of=[{"kind": "licence", "min_capacity": 300, "count": 1}],
        audience={"all_schools": True},
        conference={"provider": "jitsi"},
    )

    # An officer asks; the slot is held from that moment.
    looked = api.post("/bookings/check/", asked_for).data
    assert (looked["free"], looked["requires_approval"]) == (True, True)
    asked = api.post("/bookings/", asked_for, idempotency_key="form-1")
    assert (asked.status_code, asked.data["status"]) == (201, "requested")
    booking = asked.data["id"]

    # Another asks for the same and gets three ways out; one press takes one.
    rival = operator_api.post("/bookings/", booking_body([guarded_room], at(18, 10)))
    assert (rival.status_code, rival.data["code"]) == (409, "booking_conflict")
    assert rival.data["conflicts"][0]["other_title"] == asked_for["title"]
    ways = {way["reason"]: way for way in rival.data["suggestions"]}
    assert set(ways) == {"nearest_time", "other_room", "other_day"}
    way = {name: ways["other_room"][name] for name in ("starts_at", "ends_at", "resources")}
    taken = operator_api.post("/bookings/", booking_body([], at(18, 10)) | way)
    assert taken.status_code == 201

    # Nobody is invited before the deputy approves.
    deliver_all()
    occurrence = asked.data["occurrences"][0]["id"]
    assert api.get(f"/occurrences/{occurrence}/invitations/").data["results"] == []
    impact = deputy_api.get(f"/bookings/{booking}/impact/").data
    assert (impact["conflicts"], impact["effects"]["schools"]) == ([], 6)
    approved = deputy_api.post(f"/bookings/{booking}/approve/", {}, if_match=asked.headers["ETag"])
    assert (approved.status_code, approved.data["status"]) == (200, "approved")
    deliver_all()
    invited = api.get(f"/occurrences/{occurrence}/invitations/").data["results"]
    links = {row["school"]: row["join_url"] for row in invited}
    assert set(links) == {school.pk for school in schools}

    # A school's calendar shows it with the school's own link.
    school = schools[0]
    feed = operator_api.post("/feeds/", {"scope": "school", "target": school.pk}).data
    (event,) = read_feed(feed["url"]).walk("VEVENT")
    assert event.decoded("DTSTART") == at(18, 9)
    assert links[school.pk] in event["DESCRIPTION"]
    assert links[schools[1].pk] not in event["DESCRIPTION"]

    # The link opens the door; who came, and when, is kept.
    for number, (hour, minute) in enumerate([(8, 40), (9, 5), (9, 40)]):
        today.move_to(at(18, hour, minute))
        door = urlsplit(links[schools[number].pk]).path
        assert client.get(door).status_code == 200
        entry = {"occurrence": occurrence, "key": "k" * 43}
        answer = client.post(f"{door}/enter", entry, headers={"accept": "application/json"})
        assert answer.json()["join_url"].startswith("https://")

    # The roll call and its report tell it.
    today.move_to(at(18, 9, 41))
    call = api.get(f"/occurrences/{occurrence}/attendance/").data
    assert (call["expected"], call["late"], call["absent"]) == (6, 1, 3)
    first = next(line for line in call["schools"] if line["school"] == school.pk)
    assert instant(first["first_seen"]) == at(18, 8, 40)
    report = api.get(f"/occurrences/{occurrence}/report.csv").content.decode("utf-8-sig")
    statuses = [row["สถานะ"] for row in csv.DictReader(io.StringIO(report))]
    assert statuses.count("ไม่เข้าร่วม") == 3
    assert len(statuses) == 6
