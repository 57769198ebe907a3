"""The roll call as it is read."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.attendance.conftest import at
from vcs.attendance.queries import roll_call
from vcs.attendance.rules import Status
from vcs.attendance.services import correct_attendance
from vcs.directory.models import School, ViewingSite

AFTER = at(400)


def status_of(meeting, school) -> Status:
    return roll_call(meeting, as_of=AFTER).status_of(school.pk)


def test_roll_call_without_evidence_has_everybody_absent(meeting, schools):
    call = roll_call(meeting)
    assert call.expected == len(schools)
    assert call.counts[Status.ABSENT] == len(schools)


def test_roll_call_counts_every_status_and_sums_to_expected(meeting, schools, there, operator):
    there(schools[0], -5, 180)
    there(schools[1], 16, 180)
    there(schools[2], 0, 60)
    correct_attendance(
        actor=operator,
        occurrence_id=meeting.pk,
        school_id=schools[3].pk,
        status="excused",
        note="ไปราชการ",
    )
    call = roll_call(meeting, as_of=AFTER)
    assert [call.status_of(s.pk).value for s in schools] == [
        "present",
        "late",
        "left_early",
        "excused",
        "absent",
        "absent",
    ]
    assert sum(call.counts.values()) == call.expected == 6


def test_roll_call_leaves_out_schools_closed_or_of_another_office(meeting, other_office):
    School.objects.create(office=other_office, name="โรงเรียนอื่น", short_name="อื่น")
    assert roll_call(meeting).expected == 6


def test_roll_call_shows_each_piece_of_evidence(meeting, schools, there):
    there(schools[0], 0, 60, "device-1")
    there(schools[0], 30, 180, "device-2")
    line = roll_call(meeting, as_of=AFTER).schools[0]
    assert [(s.source, s.start, s.until) for s in line.evidence] == [
        ("door", at(0), at(60)),
        ("door", at(30), at(180)),
    ]
    assert line.minutes == 180


def test_roll_call_counts_guests_of_a_viewing_site_through_its_host(
    meeting, schools, there, office
):
    site = ViewingSite.objects.create(office=office, name="หอประชุมกลาง", host=schools[0])
    site.schools.set([schools[0], schools[1]])
    there(schools[0], 0, 180)
    call = roll_call(meeting, as_of=AFTER)
    guest = next(line for line in call.schools if line.school.id == schools[1].pk)
    assert guest.status is Status.PRESENT
    assert [s.via for s in guest.evidence] == [schools[0].pk]
    assert call.status_of(schools[2].pk) is Status.ABSENT


def test_roll_call_does_not_count_a_hosts_device_for_schools_outside_its_site(
    meeting, schools, there, office
):
    ViewingSite.objects.create(office=office, name="ว่าง", host=schools[0])
    there(schools[0], 0, 180)
    assert status_of(meeting, schools[1]) is Status.ABSENT


def test_roll_call_uses_the_offices_own_minutes(meeting, schools, there, office):
    there(schools[0], 10, 180)
    assert status_of(meeting, schools[0]) is Status.PRESENT
    office.late_after_minutes = 5
    office.save()
    meeting.booking.office.refresh_from_db()
    assert status_of(meeting, schools[0]) is Status.LATE


@pytest.mark.parametrize("more", [0, 40])
def test_roll_call_takes_four_queries_for_any_number_of_schools(
    meeting, schools, there, office, operator, more
):
    extra = [
        School(office=office, name=f"โรงเรียนเพิ่ม {n}", short_name=f"เพิ่ม {n}") for n in range(more)
    ]
    School.objects.bulk_create(extra)
    for school in School.objects.filter(office=office, status="open"):
        there(school, 0, 180)
        there(school, 20, 90, "device-2")
    for school in schools:
        correct_attendance(
            actor=operator,
            occurrence_id=meeting.pk,
            school_id=school.pk,
            status="present",
            note="โทรแจ้ง",
        )
    with CaptureQueriesContext(
        connection,
    ) as queries:
        call = roll_call(meeting)
    assert (call.expected, len(queries)) == (6 + more, 4)
