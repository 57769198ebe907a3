"""The follow-up report as JSON."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from api.serializers.outputs.meetings import AttendanceStatus, EvidenceOut


class ReportSchool(TypedDict):
    """One expected school."""

    school: int
    name: str
    moe_code: str
    smis_code: str
    obec_code: str
    cluster: str | None
    district: str
    status: AttendanceStatus
    first_seen: datetime | None
    last_seen: datetime | None
    minutes: int
    people: int | None
    evidence: list[EvidenceOut]
    note: str


class ReportOut(TypedDict):
    """An occurrence's roll call with all that a reader needs beside it."""

    occurrence: int
    booking_number: str
    title: str
    session_number: str | None
    office: str
    heading: str
    starts_at: datetime
    ends_at: datetime
    rooms: list[str]
    as_of: datetime
    expected: int
    present: int
    late: int
    left_early: int
    absent: int
    excused: int
    schools: list[ReportSchool]
