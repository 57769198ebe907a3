"""What stands in a feed, point by point as calendar programs need it."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import pytest

from tests.calendars.samples import (
    BANGKOK,
    JOIN,
    MADE,
    NOW,
    SCHOOL,
    SHARED,
    STAFF,
    calendar,
    changed,
    dated,
    event,
    unfolded,
    weekly,
)
from vcs.calendars.rules.events import Event
from vcs.calendars.rules.personal import STAND_IN, personalised
from vcs.calendars.rules.rendering import Reader, render
from vcs.calendars.rules.zones import vtimezone

START = datetime(2026, 11, 25, 9, 0, tzinfo=BANGKOK)


def meeting(**fields: object) -> Event:
    one = dated(START, number=fields.pop("number", None), status=fields.pop("status", "confirmed"))
    given = {"title": "ประชุมผู้บริหารสถานศึกษา", "kind": "directors_meeting"}
    return event([one], **{**given, **fields})


def properties(one: Event, reader: Reader = SCHOOL, n: int = 0) -> dict[str, str]:
    """The n-th VEVENT's content lines, by name with parameters."""
    events = calendar(one, reader=reader).replace(b"\r\n ", b"").decode().split("BEGIN:VEVENT\r\n")
    lines = events[n + 1].split("BEGIN:VALARM")[0].split("\r\n")
    return dict(line.split(":", 1) for line in lines if ":" in line)


def vevents(one: Event, reader: Reader = SCHOOL) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(calendar(one, reader=reader)).walk("VEVENT"))


def reminders(one: Event) -> list[timedelta]:
    return [alarm["TRIGGER"].dt for alarm in vevents(one)[0].walk("VALARM")]


def test_every_line_ends_in_crlf_and_no_other_break_occurs() -> None:
    raw = calendar(weekly(4), meeting())
    assert raw.count(b"\n") == raw.count(b"\r") == raw.count(b"\r\n")
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert not raw.startswith(b"\xef\xbb\xbf")


def test_the_head_says_how_often_to_come_back_with_its_value_type() -> None:
    lines = unfolded(calendar())
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H" in lines
    assert "X-PUBLISHED-TTL:PT1H" in lines
    assert "NAME:ทดสอบ" in lines
    assert "X-WR-CALNAME:ทดสอบ" in lines


def test_an_empty_feed_still_has_a_component() -> None:
    assert "BEGIN:VTIMEZONE" in unfolded(calendar())


def test_bangkok_is_one_standard_part_without_comment() -> None:
    lines = vtimezone("Asia/Bangkok").decode().split("\r\n")
    assert lines[1:4] == ["TZID:Asia/Bangkok", "BEGIN:STANDARD", "DTSTART:19700101T000000"]
    assert "TZOFFSETFROM:+0700" in lines
    assert "TZOFFSETTO:+0700" in lines
    assert not any(line.startswith("COMMENT") for line in lines)


@pytest.mark.parametrize(
    "key", ["Asia/Bangkok", "Europe/London", "America/New_York", "Africa/Casablanca", "Asia/Tehran"]
)
def test_a_vtimezone_says_what_the_iana_data_says(key: str) -> None:
    zone = icalendar.Timezone.from_ical(vtimezone(key)).to_tz(lookup_tzid=False)
    for month in range(1, 13):
        at = datetime(2026, month, 15, 12, 0, tzinfo=ZoneInfo(key))
        expected = at.utcoffset()
        assert at.replace(tzinfo=zone).utcoffset() == expected


def test_neither_method_nor_attendee_nor_organizer_stands_in_a_feed() -> None:
    names = {line.split(":")[0].split(";")[0] for line in unfolded(calendar(weekly(3), meeting()))}
    assert not names & {"METHOD", "ATTENDEE", "ORGANIZER"}


def test_stamps_come_from_the_row_in_utc() -> None:
    found = properties(meeting())
    assert found["DTSTAMP"] == found["LAST-MODIFIED"] == f"{MADE:%Y%m%dT%H%M%SZ}"
    assert found["CREATED"] == f"{MADE:%Y%m%dT%H%M%SZ}"


def test_the_same_event_gives_the_same_bytes_later() -> None:
    later = NOW + timedelta(days=9)
    assert calendar(weekly(4), now=NOW) == calendar(weekly(4), now=later)


def test_times_carry_the_events_own_zone() -> None:
    found = properties(meeting())
    assert found["DTSTART;TZID=Asia/Bangkok"] == "20261125T090000"
    assert found["DTEND;TZID=Asia/Bangkok"] == "20261125T103000"


def test_a_schools_event_has_its_own_link_wherever_programs_look() -> None:
    found = properties(meeting())
    assert found["URL"] == JOIN
    assert found["X-GOOGLE-CONFERENCE"] == JOIN
    assert found["CONFERENCE;FEATURE=AUDIO,VIDEO;VALUE=URI"] == JOIN
    assert JOIN in found["DESCRIPTION"]
    assert found["LOCATION"].startswith(JOIN)


def test_a_schools_event_says_who_is_asked_and_when_the_door_opens() -> None:
    text = properties(meeting())["DESCRIPTION"]
    assert "ผู้เข้าร่วม: โรงเรียนทุกแห่งในสังกัด" in text
    assert "เปิดให้เข้า 08:30 น. (ก่อนเริ่ม 30 นาที)" in text
    assert "โทร. 0 0000 0000" in text


def test_no_link_is_promised_where_there_is_nothing_to_join() -> None:
    found = properties(meeting(remote=False, live=False))
    assert "URL" not in found
    assert "/j/" not in found["DESCRIPTION"] + found["LOCATION"]


def test_a_cluster_is_told_of_links_but_given_none() -> None:
    raw = calendar(meeting(), reader=SHARED).decode()
    assert STAND_IN not in raw.replace("\r\n ", "")
    assert "ลิงก์ของตนเอง" in properties(meeting(), SHARED)["DESCRIPTION"]


def test_one_fragment_serves_every_school_with_lines_as_long() -> None:
    body = calendar(weekly(3), meeting(), reader=SCHOOL)
    token = "a7".ljust(len(STAND_IN), "q")
    own = personalised(body, token)
    assert STAND_IN.encode() not in own
    assert [len(line) for line in own.split(b"\r\n")] == [len(line) for line in body.split(b"\r\n")]
    assert own.count(token.encode()) == body.count(STAND_IN.encode()) == 10


def test_a_request_is_no_schools_business() -> None:
    asked = meeting(status="tentative", announced=False)
    assert render(asked, SCHOOL, now=NOW) is None
    assert render(asked, SHARED, now=NOW) is None
    assert properties(asked, STAFF)["STATUS"] == "TENTATIVE"
    assert properties(asked, STAFF)["SUMMARY"].startswith("รออนุมัติ: ")


def test_a_request_that_came_to_nothing_is_not_told_to_schools_as_called_off() -> None:
    refused = meeting(status="cancelled", announced=False)
    assert render(refused, SCHOOL, now=NOW) is None


def test_a_cancelled_event_stays_60_days_marked_free_and_without_alarm() -> None:
    off = event([dated(START, status="cancelled", updated_at=NOW)], sequence=3)
    found = properties(off)
    assert (found["STATUS"], found["TRANSP"], found["SEQUENCE"]) == (
        "CANCELLED",
        "TRANSPARENT",
        "3",
    )
    assert found["SUMMARY"].startswith("ยกเลิก: ")
    assert "URL" not in found
    assert not vevents(off)[0].walk("VALARM")
    assert render(off, SCHOOL, now=NOW + timedelta(days=59)) is not None
    assert render(off, SCHOOL, now=NOW + timedelta(days=60)) is None


def test_a_single_date_carries_its_number() -> None:
    assert properties(meeting(number="5/2569"))["SUMMARY"].endswith("ครั้งที่ 5/2569")


def test_a_number_already_in_the_title_is_not_repeated() -> None:
    found = properties(meeting(number="5/2569", title="ประชุม ครั้งที่ 5/2569"))
    assert found["SUMMARY"] == "ประชุม ครั้งที่ 5/2569"


def test_a_series_is_one_rule_not_a_list() -> None:
    found = vevents(weekly(40))
    assert len(found) == 1
    assert found[0]["RRULE"].to_ical() == b"FREQ=WEEKLY;COUNT=40;BYDAY=WE"


def test_freq_comes_first_and_until_is_utc() -> None:
    series = replace(weekly(4), rrule="FREQ=WEEKLY;UNTIL=20261209T170000Z;BYDAY=WE")
    line = next(x for x in unfolded(calendar(series)) if x.startswith("RRULE"))
    assert line == "RRULE:FREQ=WEEKLY;UNTIL=20261209T170000Z;BYDAY=WE"


def test_a_skipped_date_is_left_out_with_its_zone() -> None:
    found = properties(changed(weekly(4), 1, status="skipped"))
    assert found["EXDATE;TZID=Asia/Bangkok"] == "20261125T080000"


def test_a_called_off_date_of_a_series_is_shown_as_such_then_left_out() -> None:
    series = changed(weekly(4), 2, status="cancelled", updated_at=NOW)
    override = properties(series, n=1)
    assert override["RECURRENCE-ID;TZID=Asia/Bangkok"] == "20261202T080000"
    assert override["STATUS"] == "CANCELLED"
    later = calendar(series, reader=SCHOOL, now=NOW + timedelta(days=61))
    assert "EXDATE;TZID=Asia/Bangkok:20261202T080000" in unfolded(later)
    assert b"CANCELLED" not in later


def test_a_moved_date_is_an_override_with_the_series_own_uid() -> None:
    start = weekly(4).dated[2].start + timedelta(hours=5)
    found = vevents(changed(weekly(4), 2, start=start, end=start + timedelta(hours=2)))
    assert [one["UID"] for one in found] == [found[0]["UID"]] * 2
    assert found[1]["RECURRENCE-ID"].dt.astimezone(UTC) == weekly(4).dated[2].recurrence_start
    assert found[1].start == start


def test_a_date_moved_onto_a_neighbours_day_becomes_an_event_of_its_own() -> None:
    start = weekly(4).dated[2].start + timedelta(hours=4)
    series = changed(weekly(4), 1, start=start, end=start + timedelta(hours=1))
    found = vevents(series)
    assert len({one["UID"] for one in found}) == 2
    assert "RECURRENCE-ID" not in found[1]
    assert found == vevents(series)


def test_uid_and_recurrence_id_are_unique_in_a_feed() -> None:
    series = changed(changed(weekly(9), 2, title="นัดพิเศษ"), 5, status="cancelled", updated_at=NOW)
    found = Counter(
        (one["UID"], str(one.get("RECURRENCE-ID") and one["RECURRENCE-ID"].to_ical()))
        for one in vevents(series)
    )
    assert set(found.values()) == {1}


def test_a_series_all_called_off_is_cancelled_whole() -> None:
    series = weekly(3)
    for n in range(3):
        series = changed(series, n, status="cancelled", updated_at=NOW)
    found = vevents(series)
    assert len(found) == 1
    assert found[0]["STATUS"] == "CANCELLED"


def test_each_kind_reminds_in_its_own_time() -> None:
    triggers = [alarm["TRIGGER"].dt for alarm in vevents(meeting())[0].walk("VALARM")]
    assert triggers == [-timedelta(days=1), -timedelta(minutes=30)]
    assert [a["TRIGGER"].dt for a in vevents(weekly(1))[0].walk("VALARM")] == [
        -timedelta(minutes=15)
    ]


def test_a_resources_feed_shows_only_the_dates_that_hold_it() -> None:
    series = weekly(3)
    for n, resource in enumerate((1, 1, 2)):
        series = changed(series, n, resources=frozenset({resource}))
    lines = unfolded(calendar(series, reader=Reader("resource", 1)))
    assert "EXDATE;TZID=Asia/Bangkok:20261202T080000" in lines
    assert render(series, Reader("resource", 3), now=NOW) is None


def test_a_title_cannot_break_out_of_its_line() -> None:
    found = vevents(meeting(title="ก\r\nATTENDEE:mailto:x@example.org\\, ;\x00ข"))
    assert found[0]["SUMMARY"] == "ก\nATTENDEE:mailto:x@example.org\\, ;ข"
    assert "ATTENDEE" not in found[0]


def test_every_property_is_read_without_an_error() -> None:
    read = icalendar.Calendar.from_ical(calendar(weekly(4), meeting(), reader=SCHOOL))
    assert [component.errors for component in read.walk() if component.errors] == []
