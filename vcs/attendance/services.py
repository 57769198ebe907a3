"""Writing evidence and corrections, and telling the screens when a school's status changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Greatest, Least

from rooms.models import Occurrence
from vcs import live
from vcs.attendance import events
from vcs.attendance.models import Correction, Evidence
from vcs.attendance.queries import Facts, correction_of, facts_of
from vcs.attendance.rules import SILENCE, Ruling, Sighting, Status, Window
from vcs.core import clock
from vcs.core.errors import FieldError, InvalidInput, NotFound, Text
from vcs.core.tokens import new_secret
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import User

NOTE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Trace:
    """Which row of evidence is meant: a source's own key for one school at one occurrence."""

    occurrence_id: int
    school_id: int
    source: Evidence.Source
    key: str

    def rows(self) -> QuerySet[Evidence]:
        """The row itself, or nothing."""
        return Evidence.objects.filter(
            occurrence_id=self.occurrence_id,
            school_id=self.school_id,
            source=self.source,
            source_key=self.key,
        )


@use_case
def record_presence(
    *, trace: Trace, start: datetime, until: datetime, people: int | None = None
) -> None:
    """Store that a source saw a school this long; a repeat or a late delivery only ever widens."""
    write_presence(trace, start, until, people)


def write_presence(
    trace: Trace, start: datetime, until: datetime, people: int | None = None
) -> None:
    """What `record_presence` writes, for a use case that does more in its transaction."""
    occurrence = _held(Occurrence.objects.all(), trace.occurrence_id)
    facts = facts_of(occurrence)
    row = Evidence(
        office_id=occurrence.office_id,
        occurrence=occurrence,
        school_id=trace.school_id,
        source=trace.source,
        source_key=trace.key,
        first_seen=start,
        last_seen=until,
        people=people,
    )
    if not _widen(trace, row):
        row.save(force_insert=True)
    _tell_changes(facts, facts.with_sighting(trace.school_id, Sighting(trace.source, start, until)))


@use_case
def keep_presence(*, trace: Trace, playing: bool | None = None, visible: bool | None = None) -> str:
    """Store that a school is still there, in one statement; gives the key to go on with.

    After more than `SILENCE` nobody can say what was between, so a new row begins under a new
    key. Only what was recorded as present can be kept so.
    """
    now = clock.now()
    heard = trace.rows().filter(last_seen__gte=now - SILENCE)
    if heard.update(last_seen=Greatest(F("last_seen"), now), playing=playing, visible=visible):
        return trace.key
    row = trace.rows().first()
    if row is None:
        raise NotFound(Text("ยังไม่ได้เข้าร่วมจากหน้านี้", "This page has not entered yet"))
    again = Trace(trace.occurrence_id, trace.school_id, trace.source, new_secret())
    write_presence(again, now, now, row.people)
    return again.key


@use_case
def leave_presence(*, trace: Trace) -> None:
    """Store the last moment a school was there; begins nothing and bridges no silence."""
    now = clock.now()
    heard = trace.rows().filter(last_seen__gte=now - SILENCE)
    heard.update(last_seen=Greatest(F("last_seen"), now))


@use_case
def correct_attendance(
    *,
    actor: User,
    occurrence_id: int,
    school_id: int,
    status: str | None = None,
    from_: datetime | None = None,
    to: datetime | None = None,
    note: str,
) -> Correction:
    """Put a person's word in place of the machines', which is kept; of several, the last counts."""
    if status is None and from_ is None and to is None:
        raise InvalidInput.field(
            "/status",
            "required",
            Text("ระบุสถานะ หรือเวลาเข้าและออก", "Give a status, or from and to"),
        )
    return _correct(actor, occurrence_id, school_id, Ruling(_status(status), from_, to), note)


@use_case
def withdraw_correction(
    *, actor: User, occurrence_id: int, school_id: int, note: str
) -> Correction:
    """Let what machines saw of a school stand again; what people said stays in the history."""
    return _correct(actor, occurrence_id, school_id, Ruling(), note)


def _correct(
    actor: User, occurrence_id: int, school_id: int, ruling: Ruling, note: str
) -> Correction:
    occurrence = _held(policy.visible(Occurrence.objects.all(), actor), occurrence_id)
    policy.require(actor, policy.ATTENDANCE_CORRECT, occurrence)
    facts = facts_of(occurrence)
    _refuse_unsound(facts, school_id, ruling, note)
    row = Correction.objects.create(
        office_id=occurrence.office_id,
        occurrence=occurrence,
        school_id=school_id,
        actor=actor,
        status=ruling.status or "",
        first_seen=ruling.start,
        last_seen=ruling.until,
        note=note.strip(),
        at=clock.now(),
    )
    _record(row)
    _tell_changes(facts, facts.with_correction(school_id, correction_of(row)))
    return row


def _record(row: Correction) -> None:
    audit.record(
        actor=row.actor,
        action="attendance.corrected",
        target=row.occurrence,
        office_id=row.office_id,
        data={
            "school": row.school_id,
            "correction": row.pk,
            "status": row.status or None,
            "from": row.first_seen and row.first_seen.isoformat(),
            "to": row.last_seen and row.last_seen.isoformat(),
            "note": row.note,
        },
    )


def _held(occurrences: QuerySet[Occurrence], occurrence_id: int) -> Occurrence:
    """The occurrence, locked so that one change after another is counted; its edits wait, too."""
    rows = occurrences.select_for_update(of=("self",), no_key=True)
    occurrence = rows.select_related("booking__office").filter(pk=occurrence_id).first()
    if occurrence is None:
        raise NotFound
    return occurrence


def _widen(trace: Trace, row: Evidence) -> int:
    wider = {
        "first_seen": Least(F("first_seen"), row.first_seen),
        "last_seen": Greatest(F("last_seen"), row.last_seen),
    }
    told = {} if row.people is None else {"people": row.people}
    return trace.rows().update(**wider, **told)


def _tell_changes(before: Facts, after: Facts) -> None:
    """One event per school whose status the write changed; the last writes of the transaction."""
    now = clock.now()
    old, new = before.call(now).statuses, after.call(now)
    for school_id, status in new.statuses.items():
        if status != old[school_id]:
            live.append(
                live.streams.occurrence(new.occurrence_id),
                events.CHANGED,
                events.changed(school_id, new),
            )


def _status(value: str | None) -> Status | None:
    if value is None:
        return None
    try:
        return Status(value)
    except ValueError:
        allowed = ", ".join(Status)
        text = Text(f"สถานะต้องเป็นหนึ่งใน {allowed}", f"The status must be one of {allowed}")
        raise InvalidInput.field("/status", "unknown_status", text) from None


def _refuse_unsound(facts: Facts, school_id: int, ruling: Ruling, note: str) -> None:
    errors = [*_time_errors(facts.bounds, ruling), *_note_errors(note)]
    if all(school.id != school_id for school in facts.schools):
        text = Text("โรงเรียนนี้ไม่อยู่ในรายชื่อที่เชิญ", "This school is not among those asked to join")
        errors.append(FieldError("/school", "not_expected", text))
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def _time_errors(bounds: Window, ruling: Ruling) -> list[FieldError]:
    start, until = ruling.start, ruling.until
    if start is None and until is None:
        return []
    if start is None or until is None:
        pointer = "/from" if start is None else "/to"
        text = Text("ระบุทั้งเวลาเข้าและเวลาออก", "Give both from and to")
        return [FieldError(pointer, "required", text)]
    if start >= until:
        text = Text("เวลาออกต้องอยู่หลังเวลาเข้า", "`to` must be after `from`")
        return [FieldError("/to", "not_after_start", text)]
    if until <= bounds.opens_at or start >= bounds.closes_at:
        text = Text("เวลานี้อยู่นอกช่วงการประชุม", "These times lie outside the meeting")
        return [FieldError("/from", "outside_meeting", text)]
    return []


def _note_errors(note: str) -> list[FieldError]:
    if not note.strip():
        text = Text("ระบุเหตุผลของการแก้ไข", "Give the reason of the correction")
        return [FieldError("/note", "required", text)]
    if len(note) > NOTE_LENGTH:
        text = Text(f"เหตุผลยาวเกิน {NOTE_LENGTH} ตัวอักษร", f"At most {NOTE_LENGTH} characters")
        return [FieldError("/note", "too_long", text)]
    return []
