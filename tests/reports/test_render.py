"""The attendance report in the forms that leave the house."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.attendance.conftest import at
from vcs.attendance.services import correct_attendance
from vcs.directory.models import School, ViewingSite
from vcs.reports.queries import attendance_report
from vcs.reports.render import HEADERS, csv_bytes, file_name, json_document


def table(report) -> list[dict[str, str]]:
    text = csv_bytes(report).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_csv_opens_in_a_spreadsheet_as_thai(meeting):
    raw = csv_bytes(attendance_report(meeting))
    assert raw.startswith(b"\xef\xbb\xbf")
    lines = raw.split(b"\r\n")
    assert lines[-1] == b""
    assert len(lines) == 1 + 6 + 1
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert raw.decode("utf-8-sig").splitlines()[0] == ",".join(f'"{h}"' for h in HEADERS)


def test_csv_says_who_was_there_when_and_by_what(meeting, schools, there, operator, hand):
    there(schools[0], -5, 180)
    there(schools[1], 20, 180)
    correct_attendance(
        actor=operator,
        occurrence_id=meeting.pk,
        school_id=schools[2].pk,
        status="excused",
        note="ไปราชการ",
    )
    hand.move_to(at(300))
    rows = table(attendance_report(meeting))
    assert rows[0] == {
        "ลำดับ": "1",
        "รหัสกระทรวง": "",
        "รหัส SMIS": "99010000",
        "รหัส OBEC": "",
        "โรงเรียน": "โรงเรียนบ้านทดสอบ 0",
        "กลุ่มเครือข่าย": "กลุ่ม 1",
        "อำเภอ": "",
        "สถานะ": "เข้าร่วม",
        "เวลาเข้า": "08:55",
        "เวลาออก": "12:00",
        "นาที": "185",
        "จำนวนคน": "",
        "หลักฐาน": "ลิงก์ประจำโรงเรียน",
        "หมายเหตุ": "",
    }
    assert (rows[1]["สถานะ"], rows[1]["เวลาเข้า"]) == ("เข้าร่วมสาย", "09:20")
    assert (rows[2]["สถานะ"], rows[2]["หมายเหตุ"]) == ("ลา", "ไปราชการ")
    assert (rows[3]["สถานะ"], rows[3]["เวลาเข้า"], rows[3]["นาที"]) == ("ไม่เข้าร่วม", "", "0")


def test_csv_keeps_codes_as_they_are(meeting, schools):
    School.objects.filter(pk=schools[0].pk).update(
        moe_code="0099990001", smis_code="00010001", obec_code="000001"
    )
    row = table(attendance_report(meeting, thai_digits=True))[0]
    assert (row["รหัสกระทรวง"], row["รหัส SMIS"], row["รหัส OBEC"]) == (
        "0099990001",
        "00010001",
        "000001",
    )


def test_csv_with_thai_digits_shows_numbers_and_times_so(meeting, schools, there, hand):
    there(schools[0], 2, 180)
    hand.move_to(at(300))
    row = table(attendance_report(meeting, thai_digits=True))[0]
    assert (row["ลำดับ"], row["เวลาเข้า"], row["นาที"]) == ("๑", "๐๙:๐๒", "๑๗๘")


@pytest.mark.parametrize(
    "name",
    [
        '=HYPERLINK("https://evil.invalid","x")',
        "+66 2 000 0000",
        "-1+2",
        "@SUM(A1:A9)",
        "  =1+1",
        "\t=1+1",
        "＝1+1",
        "|calc",
    ],
)
def test_csv_runs_nothing_that_somebody_typed(meeting, schools, name):
    School.objects.filter(pk=schools[0].pk).update(name=name, district=name)
    row = table(attendance_report(meeting))[0]
    assert row["โรงเรียน"] == row["อำเภอ"] == f"'{name}"


def test_csv_survives_quotes_commas_and_line_breaks(meeting, schools):
    name = 'โรงเรียน "บ้าน", ใหม่\r\nบรรทัดสอง'
    School.objects.filter(pk=schools[0].pk).update(name=name)
    assert table(attendance_report(meeting))[0]["โรงเรียน"] == name


def test_csv_names_the_site_a_school_watched_at(meeting, schools, there, office):
    site = ViewingSite.objects.create(office=office, name="หอประชุม", host=schools[0])
    site.schools.set([schools[1]])
    there(schools[0], 0, 0)
    assert table(attendance_report(meeting))[1]["หลักฐาน"] == (
        "ลิงก์ประจำโรงเรียน (จุดรับชมร่วม โรงเรียนบ้านทดสอบ 0)"
    )


def test_csv_dates_a_time_on_another_day_than_the_meeting(meeting, schools, there, hand):
    meeting.starts_at, meeting.ends_at = at(14 * 60), at(16 * 60)
    meeting.save()
    there(schools[0], 14 * 60, 15.5 * 60)
    hand.move_to(at(20 * 60))
    row = table(attendance_report(meeting))[0]
    assert (row["เวลาเข้า"], row["เวลาออก"]) == ("23:00", "19/11/2569 00:30")


def test_json_and_csv_have_the_same_figures(meeting, schools, there, hand):
    there(schools[0], 0, 180)
    there(schools[1], 20, 180)
    hand.move_to(at(300))
    report = attendance_report(meeting)
    document = json_document(report)
    rows = table(report)
    assert [s["minutes"] for s in document["schools"]] == [int(row["นาที"]) for row in rows]
    labels = [row["สถานะ"] for row in rows]
    assert (document["present"], document["late"], document["absent"]) == (
        labels.count("เข้าร่วม"),
        labels.count("เข้าร่วมสาย"),
        labels.count("ไม่เข้าร่วม"),
    )
    assert document["expected"] == len(rows)


def test_json_has_times_with_their_offset_and_thai_digits_for_people_only(meeting, schools, there):
    there(schools[0], 0, 0)
    document = json.loads(json.dumps(json_document(attendance_report(meeting, thai_digits=True))))
    assert document["starts_at"] == "2026-11-18T09:00:00+07:00"
    assert document["schools"][0]["evidence"] == [
        {
            "source": "door",
            "from": "2026-11-18T09:00:00+07:00",
            "to": "2026-11-18T09:00:00+07:00",
            "via": None,
        }
    ]
    assert "๑๘ พฤศจิกายน พ.ศ. ๒๕๖๙ ๐๙:๐๐–๑๒:๐๐ น." in document["heading"]


def test_file_name_sorts_by_date(meeting):
    assert file_name(attendance_report(meeting), "csv") == "attendance-2569-11-18-VC-2569-0001.csv"


def test_attendance_report_takes_five_queries(meeting, schools, there):
    for school in schools:
        there(school, 0, 180)
    with CaptureQueriesContext(connection) as queries:
        csv_bytes(attendance_report(meeting))
    assert len(queries) == 5
