"""Invitations, roll call, reports, feeds and broadcasts over HTTP."""

from __future__ import annotations

import csv
import io

import pytest

from tests.api.conftest import at, deliver_all, instant, pointers, text
from vcs.attendance.models import Evidence
from vcs.attendance.services import Trace, record_presence


@pytest.fixture
def meeting(book, room, licences, schools):
    """A meeting of all schools that everybody was asked to."""
    made = book(
        [room, licences[0]], at(18, 9), 3, audience={"all_schools": True}, conference={}
    ).data
    deliver_all()
    return made["occurrences"][0]["id"]


def was_there(occurrence, school, start, until):
    """A device of the school was seen."""
    trace = Trace(occurrence, school.pk, Evidence.Source.DOOR, "k")
    record_presence(trace=trace, start=start, until=until)


def test_invitations_are_listed_with_their_links(api, meeting, schools):
    rows = api.get(f"/occurrences/{meeting}/invitations/").data["results"]
    assert sorted(row["school"] for row in rows) == sorted(school.pk for school in schools)
    assert len({row["join_url"] for row in rows}) == 6
    assert {row["rsvp"] for row in rows} == {"needs_action"}


def test_invitations_are_not_for_every_colleague(api_of, make_user, office, meeting):
    colleague = api_of(make_user(office, "colleague", "requester"))
    assert colleague.get(f"/occurrences/{meeting}/").status_code == 200
    for what in ("invitations/", "attendance/", "report.csv", "report.json"):
        answer = colleague.get(f"/occurrences/{meeting}/{what}")
        assert (answer.status_code, answer.data["code"]) == (403, "not_allowed"), what


def test_roll_call_counts_who_was_there(api, meeting, schools, today):
    was_there(meeting, schools[0], at(18, 8, 50), at(18, 12))
    was_there(meeting, schools[1], at(18, 9, 40), at(18, 12))
    today.move_to(at(18, 13))
    call = api.get(f"/occurrences/{meeting}/attendance/").data
    counted = {name: call[name] for name in ("expected", "present", "late", "absent")}
    assert counted == {"expected": 6, "present": 1, "late": 1, "absent": 4}
    line = next(one for one in call["schools"] if one["school"] == schools[0].pk)
    assert line["status"] == "present"
    assert instant(line["first_seen"]) == at(18, 8, 50)
    (seen,) = line["evidence"]
    assert (seen["source"], instant(seen["to"])) == ("door", at(18, 12))


def test_correction_stands_in_place_of_what_machines_saw(api, meeting, schools, today):
    today.move_to(at(18, 13))
    path = f"/occurrences/{meeting}/attendance/"
    body = {"school": schools[2].pk, "status": "excused", "note": "แจ้งลา ไฟฟ้าดับ"}
    call = api.post(path, body).data
    assert (call["excused"], call["absent"]) == (1, 5)
    line = next(one for one in call["schools"] if one["school"] == schools[2].pk)
    assert line["correction"]["note"] == "แจ้งลา ไฟฟ้าดับ"
    times = {"from": text(at(18, 9)), "to": text(at(18, 11))}
    call = api.post(path, {"school": schools[3].pk, "note": "ร่วมกับโรงเรียนใกล้เคียง"} | times).data
    line = next(one for one in call["schools"] if one["school"] == schools[3].pk)
    assert (line["status"], line["minutes"]) == ("left_early", 120)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"status": "asleep"}, "/status"),
        ({"status": "present", "note": ""}, "/note"),
        ({"from": text(at(18, 11)), "to": text(at(18, 9))}, "/to"),
        ({"from": text(at(18, 11))}, "/to"),
        ({"from": "9.00 น."}, "/from"),
        ({}, "/status"),
        ({"school": 0, "status": "present"}, "/school"),
        ({"von": 1, "status": "present"}, "/von"),
    ],
)
def test_wrong_correction_is_refused_by_field(api, meeting, schools, wrong, pointer):
    body = {"school": schools[0].pk, "note": "เหตุผล", **wrong}
    answer = api.post(f"/occurrences/{meeting}/attendance/", body)
    assert answer.status_code == 400, answer.content
    assert pointer in pointers(answer)


def test_report_downloads_as_csv_with_codes_as_text(api, meeting, schools):
    answer = api.get(f"/occurrences/{meeting}/report.csv")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert len(rows) == 6
    assert {row["รหัส SMIS"] for row in rows} == {school.smis_code for school in schools}
    thai = api.get(f"/occurrences/{meeting}/report.csv?thai_digits=1").content.decode()
    assert "๖" in thai


def test_report_for_programs_has_the_same_counts(api, meeting):
    report = api.get(f"/occurrences/{meeting}/report.json").data
    assert (report["expected"], report["absent"], len(report["schools"])) == (6, 6, 6)


@pytest.mark.parametrize("form", ["pdf", "docx", "xlsx", "exe"])
def test_report_in_another_form_names_the_forms_there_are(api, meeting, form):
    answer = api.get(f"/occurrences/{meeting}/report.{form}")
    assert (answer.status_code, answer.data["formats"]) == (404, ["csv", "json"])


def test_staff_learn_where_to_join_until_it_is_over(api, api_of, make_user, office, meeting, today):
    colleague = api_of(make_user(office, "colleague", "requester"))
    (item,) = api.get("/occurrences/").data["results"]
    assert item["join_url"].startswith("https://")
    assert api.get(f"/occurrences/{meeting}/").data["join_url"] == item["join_url"]
    assert colleague.get("/occurrences/").data["results"][0]["join_url"] is None
    today.move_to(at(18, 12, 1))
    assert api.get("/occurrences/").data["results"][0]["join_url"] is None


def test_broadcast_is_listed_and_tells_of_no_page_that_is_not_there(
    api, book, room, office, make_resource
):
    channel = make_resource(office, "ช่อง YouTube", "channel")
    wish = {"channel": channel.pk, "privacy": "public", "auto_start": False}
    made = book([room, channel], at(18, 9), broadcast=wish).data
    assert made["broadcast"] == wish
    deliver_all()
    (row,) = api.get("/broadcasts/").data["results"]
    assert (row["status"], row["privacy"], row["channel"]) == ("planned", "public", channel.pk)
    assert api.get(f"/broadcasts/{row['id']}/").headers["ETag"] == f'"{row["version"]}"'
    (item,) = api.get("/occurrences/").data["results"]
    assert (item["watch_url"], row["watch_url"]) == (None, None)


def test_feed_tells_its_address_once(api):
    made = api.post("/feeds/", {"scope": "me"})
    assert (made.status_code, made.data["scope"]) == (201, "me")
    assert "/feeds/" in made.data["url"]
    (listed,) = api.get("/feeds/").data["results"]
    assert "url" not in listed
    assert listed["id"] == made.data["id"]
    turned = api.post(f"/feeds/{listed['id']}/rotate/")
    assert turned.data["url"] != made.data["url"]
    assert api.delete(f"/feeds/{listed['id']}/").status_code == 204
    assert api.get("/feeds/").data["results"] == []
    assert api.delete(f"/feeds/{listed['id']}/").status_code == 404


def test_feed_of_a_school_is_not_for_every_requester(api, operator_api, schools):
    body = {"scope": "school", "target": schools[0].pk}
    assert api.post("/feeds/", body).status_code == 403
    assert operator_api.post("/feeds/", body).status_code == 201


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/scope"),
        ({"scope": "world"}, "/scope"),
        ({"scope": "school"}, "/target"),
        ({"scope": "school", "target": "x"}, "/target"),
    ],
)
def test_wrong_feed_is_refused_by_field(operator_api, body, pointer):
    answer = operator_api.post("/feeds/", body)
    assert (answer.status_code, pointers(answer)) == (400, [pointer])
