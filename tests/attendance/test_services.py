"""Evidence and corrections as they are written, and what the screens are told."""

from __future__ import annotations

import threading

import pytest
from django.db import IntegrityError, connection

from tests.attendance.conftest import START, at
from vcs.attendance.models import Correction, Evidence
from vcs.attendance.queries import roll_call
from vcs.attendance.rules import SILENCE, Status
from vcs.attendance.services import (
    correct_attendance,
    keep_presence,
    leave_presence,
    record_presence,
    withdraw_correction,
)
from vcs.core import clock
from vcs.core.errors import InvalidInput, NotAllowed, NotFound
from vcs.directory.models import AuditEntry, School
from vcs.live import streams
from vcs.live.models import Event


def told(meeting) -> list[dict]:
    events = Event.objects.filter(stream=streams.occurrence(meeting.pk)).order_by("seq")
    return [event.data for event in events]


def test_record_presence_twice_is_one_row(meeting, schools, there):
    there(schools[0], 0, 60)
    there(schools[0], 0, 60)
    assert Evidence.objects.count() == 1


def test_record_presence_late_and_out_of_order_only_widens(meeting, schools, there):
    there(schools[0], 30, 60)
    there(schools[0], 40, 45)
    there(schools[0], 20, 90)
    there(schools[0], 25, 50)
    row = Evidence.objects.get()
    assert (row.first_seen, row.last_seen) == (at(20), at(90))


def test_record_presence_of_two_devices_keeps_both(meeting, schools, there):
    there(schools[0], 0, 60, "device-1")
    there(schools[0], 0, 60, "device-2")
    assert Evidence.objects.count() == 2


def test_record_presence_tells_the_screens_once_per_change_of_status(meeting, schools, there):
    there(schools[0], 0, 0)
    there(schools[0], 0, 1)
    there(schools[0], 0, 1, "device-2")
    assert told(meeting) == [
        {
            "school": schools[0].pk,
            "status": "present",
            "expected": 6,
            "present": 1,
            "late": 0,
            "left_early": 0,
            "absent": 5,
            "excused": 0,
        }
    ]


def test_record_presence_of_a_school_not_expected_is_kept_and_tells_nobody(meeting, office, there):
    stranger = School.objects.create(
        office=office, name="โรงเรียนปิด", short_name="ปิด", status="closed"
    )
    there(stranger, 0, 1)
    assert Evidence.objects.filter(school=stranger).exists()
    assert told(meeting) == []


def test_keep_presence_moves_only_the_end(meeting, schools, there, trace_of, hand):
    there(schools[0], 0, 0)
    hand.move_to(at(1))
    assert keep_presence(trace=trace_of(schools[0]), playing=True, visible=False) == "device-1"
    row = Evidence.objects.get()
    assert (row.first_seen, row.last_seen) == (at(0), at(1))
    assert (row.playing, row.visible) == (True, False)


def test_keep_presence_takes_one_query_besides_its_transaction(
    meeting, schools, there, trace_of, hand, django_assert_num_queries
):
    there(schools[0], 0, 0)
    hand.move_to(at(0.5))
    with django_assert_num_queries(3) as queries:
        keep_presence(trace=trace_of(schools[0]))
    kinds = [q["sql"].split()[0] for q in queries.captured_queries]
    assert kinds == ["SAVEPOINT", "UPDATE", "RELEASE"]


def test_keep_presence_after_silence_begins_anew_and_fills_nothing(
    meeting, schools, there, trace_of, hand
):
    there(schools[0], 0, 20)
    hand.move_to(at(80))
    key = keep_presence(trace=trace_of(schools[0]))
    assert key != "device-1"
    hand.move_to(at(82))
    assert keep_presence(trace=trace_of(schools[0], key)) == key
    rows = Evidence.objects.order_by("first_seen")
    assert [(r.first_seen, r.last_seen) for r in rows] == [(at(0), at(20)), (at(80), at(82))]
    assert roll_call(meeting).schools[0].minutes == 22


def test_keep_presence_just_within_silence_goes_on(meeting, schools, there, trace_of, hand):
    there(schools[0], 0, 0)
    hand.move_to(START + SILENCE)
    assert keep_presence(trace=trace_of(schools[0])) == "device-1"


def test_keep_presence_after_silence_remembers_how_many_people(meeting, schools, trace_of, hand):
    record_presence(trace=trace_of(schools[0]), start=at(0), until=at(0), people=12)
    hand.move_to(at(60))
    keep_presence(trace=trace_of(schools[0]))
    assert set(Evidence.objects.values_list("people", flat=True)) == {12}


def test_keep_presence_of_somebody_who_never_entered_is_refused(meeting, schools, trace_of):
    with pytest.raises(NotFound):
        keep_presence(trace=trace_of(schools[0]))
    assert not Evidence.objects.exists()


def test_keep_presence_after_silence_tells_that_a_school_is_back(
    meeting, schools, there, trace_of, hand
):
    there(schools[0], 0, 20)
    hand.move_to(at(60))
    assert roll_call(meeting).status_of(schools[0].pk) is Status.LEFT_EARLY
    keep_presence(trace=trace_of(schools[0]))
    assert [event["status"] for event in told(meeting)] == ["present", "present"]


def test_leave_presence_stores_the_last_moment_and_no_more(meeting, schools, there, trace_of, hand):
    there(schools[0], 0, 10)
    hand.move_to(at(11))
    leave_presence(trace=trace_of(schools[0]))
    assert Evidence.objects.get().last_seen == at(11)
    hand.move_to(at(60))
    leave_presence(trace=trace_of(schools[0]))
    leave_presence(trace=trace_of(schools[1]))
    assert Evidence.objects.get().last_seen == at(11)


def correct(meeting, actor, school, **fields):
    return correct_attendance(
        actor=actor,
        occurrence_id=meeting.pk,
        school_id=school.pk,
        **({"note": "โรงเรียนโทรแจ้ง"} | fields),
    )


def test_correct_attendance_overrules_and_keeps_what_machines_saw(
    meeting, schools, there, operator
):
    there(schools[0], 60, 180)
    correct(meeting, operator, schools[0], status="present")
    line = roll_call(meeting).schools[0]
    assert (line.status, line.minutes) == (Status.PRESENT, 120)
    assert line.correction.actor == operator.display_name
    assert line.correction.note == "โรงเรียนโทรแจ้ง"
    assert len(line.evidence) == 1


def test_correct_attendance_by_times_counts_those(meeting, schools, operator, hand):
    hand.move_to(at(240))
    correct(meeting, operator, schools[0], from_=at(20), to=at(180))
    line = roll_call(meeting).schools[0]
    assert (line.status, line.minutes) == (Status.LATE, 160)
    assert [(s.source, s.start, s.until) for s in line.evidence] == [("manual", at(20), at(180))]


def test_correct_attendance_of_several_the_last_counts_and_all_are_kept(meeting, schools, operator):
    correct(meeting, operator, schools[0], status="excused")
    correct(meeting, operator, schools[0], status="absent")
    assert roll_call(meeting).status_of(schools[0].pk) is Status.ABSENT
    assert Correction.objects.count() == 2


def test_withdraw_correction_lets_the_machines_word_stand(meeting, schools, there, operator):
    there(schools[0], 0, 1)
    correct(meeting, operator, schools[0], status="absent")
    withdraw_correction(
        actor=operator, occurrence_id=meeting.pk, school_id=schools[0].pk, note="กดผิด"
    )
    assert roll_call(meeting).status_of(schools[0].pk) is Status.PRESENT
    assert [event["status"] for event in told(meeting)] == ["present", "absent", "present"]


def test_correct_attendance_is_in_the_history(meeting, schools, operator):
    correct(meeting, operator, schools[0], status="excused")
    entry = AuditEntry.objects.filter(action="attendance.corrected").get()
    assert (entry.actor, entry.target_id) == (operator, meeting.pk)
    assert entry.data["school"] == schools[0].pk
    assert entry.data["status"] == "excused"


def test_correct_attendance_by_the_one_who_booked_is_allowed(meeting, schools, clerk):
    correct(meeting, clerk, schools[0], status="excused")


def test_correct_attendance_by_another_requester_is_not_allowed(
    meeting, schools, office, make_user
):
    other = make_user(office, "other", "requester")
    with pytest.raises(NotAllowed):
        correct(meeting, other, schools[0], status="excused")


def test_correct_attendance_of_another_office_does_not_exist(
    meeting, schools, other_office, make_user
):
    stranger = make_user(other_office, "stranger", "operator")
    with pytest.raises(NotFound):
        correct(meeting, stranger, schools[0], status="excused")


@pytest.mark.parametrize(
    ("fields", "pointer"),
    [
        ({}, "/status"),
        ({"status": "asleep"}, "/status"),
        ({"from_": at(0)}, "/to"),
        ({"to": at(0)}, "/from"),
        ({"from_": at(10), "to": at(10)}, "/to"),
        ({"from_": at(-600), "to": at(-500)}, "/from"),
        ({"status": "present", "note": "  "}, "/note"),
        ({"status": "present", "note": "ก" * 501}, "/note"),
    ],
)
def test_correct_attendance_with_bad_input_names_the_field(
    meeting, schools, operator, fields, pointer
):
    with pytest.raises(InvalidInput) as refused:
        correct(meeting, operator, schools[0], **fields)
    assert refused.value.errors[0].pointer == pointer
    assert not Correction.objects.exists()


def test_correct_attendance_of_a_school_not_expected_is_refused(meeting, operator, other_office):
    stranger = School.objects.create(office=other_office, name="ไกล", short_name="ไกล")
    with pytest.raises(InvalidInput) as refused:
        correct(meeting, operator, stranger, status="present")
    assert refused.value.errors[0].pointer == "/school"


def test_corrections_cannot_be_rewritten(meeting, schools, operator):
    correct(meeting, operator, schools[0], status="excused")
    with pytest.raises(TypeError):
        Correction.objects.update(note="อื่น")
    with pytest.raises(TypeError):
        Correction.objects.all().delete()


def test_evidence_that_ends_before_it_starts_is_refused_by_the_database(meeting, schools, trace_of):
    with pytest.raises(IntegrityError):
        record_presence(trace=trace_of(schools[0]), start=at(10), until=at(5))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_record_presence_of_many_schools_at_once_tells_counts_that_only_grow(
    meeting, schools, there
):
    barrier = threading.Barrier(len(schools))

    def arrive(school: School) -> None:
        barrier.wait()
        try:
            there(school, 0, 0, f"device-{school.pk}")
        finally:
            connection.close()

    threads = [threading.Thread(target=arrive, args=[school]) for school in schools]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    counts = [event["present"] for event in told(meeting)]
    assert counts == [1, 2, 3, 4, 5, 6]
    assert clock.now() == START
