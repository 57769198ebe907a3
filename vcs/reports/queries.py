"""The attendance report of one occurrence: its roll call with all that a reader needs beside it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rooms.models import Hold, Occurrence, Resource
from vcs.attendance.queries import RollCall, roll_call


@dataclass(frozen=True, slots=True)
class AttendanceReport:
    """One occurrence's roll call as of an instant, ready to be written in any form.

    `thai_digits` is how numbers are shown to people; it never touches codes or machine-read forms.
    """

    occurrence_id: int
    number: str
    title: str
    session_number: str | None
    office_name: str
    zone: ZoneInfo
    starts_at: datetime
    ends_at: datetime
    rooms: tuple[str, ...]
    call: RollCall
    thai_digits: bool


def attendance_report(occurrence: Occurrence, *, thai_digits: bool = False) -> AttendanceReport:
    """The report as of now; five queries for any number of schools (and the booking's)."""
    booking = occurrence.booking
    return AttendanceReport(
        occurrence_id=occurrence.pk,
        number=booking.number,
        title=occurrence.title or booking.title,
        session_number=occurrence.session_number,
        office_name=booking.office.name,
        zone=ZoneInfo(booking.office.time_zone),
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
        rooms=_rooms(occurrence),
        call=roll_call(occurrence),
        thai_digits=thai_digits,
    )


def _rooms(occurrence: Occurrence) -> tuple[str, ...]:
    held = Hold.objects.filter(occurrence=occurrence, resource__kind=Resource.Kind.ROOM)
    return tuple(held.order_by("resource_id").values_list("resource__name", flat=True))
