"""Writing a report: the same figures as CSV for spreadsheets and as JSON for programs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from vcs.attendance.models import Evidence
from vcs.attendance.queries import SchoolAttendance
from vcs.attendance.rules import LABELS, Sighting
from vcs.core.thai import be_year, format_span, to_thai_digits
from vcs.reports.queries import AttendanceReport

HEADERS = (
    "ลำดับ",
    "รหัสกระทรวง",
    "รหัส SMIS",
    "รหัส OBEC",
    "โรงเรียน",
    "กลุ่มเครือข่าย",
    "อำเภอ",
    "สถานะ",
    "เวลาเข้า",
    "เวลาออก",
    "นาที",
    "จำนวนคน",
    "หลักฐาน",
    "หมายเหตุ",
)
SOURCES = {choice.value: str(choice.label) for choice in Evidence.Source} | {
    "manual": "เจ้าหน้าที่บันทึก"
}
# What makes a spreadsheet take a text for a formula, full-width forms included.
_FORMULA = re.compile(r"^(\s*[=+\-@|＝＋－＠]|[\t\r\n])")


def file_name(report: AttendanceReport, extension: str) -> str:
    """A name for the download that sorts by date: attendance-2569-11-18-VC-2569-0412.csv."""
    day = report.starts_at.astimezone(report.zone).date()
    return f"attendance-{be_year(day)}-{day:%m-%d}-{report.number}.{extension}"


def csv_bytes(report: AttendanceReport) -> bytes:
    """UTF-8 with a byte order mark and CRLF, every cell quoted, one line for each school.

    Codes are text with their zeros; nothing that anybody typed can run as a formula.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(HEADERS)
    writer.writerows(_rows(report))
    return out.getvalue().encode("utf-8-sig")


def json_document(report: AttendanceReport) -> dict[str, Any]:
    """The same for programs: times with their offset, numbers as numbers, years Christian.

    Only `heading`, which is text for people, follows `thai_digits`.
    """
    call = report.call
    return {
        "occurrence": report.occurrence_id,
        "booking_number": report.number,
        "title": report.title,
        "session_number": report.session_number,
        "office": report.office_name,
        "heading": heading(report),
        "starts_at": _instant(report.starts_at, report.zone),
        "ends_at": _instant(report.ends_at, report.zone),
        "rooms": list(report.rooms),
        "as_of": _instant(call.as_of, report.zone),
        "expected": call.expected,
        **{status.value: count for status, count in call.counts.items()},
        "schools": [_school(line, report.zone) for line in call.schools],
    }


def heading(report: AttendanceReport) -> str:
    """Title, date and time in one line of Thai."""
    span = format_span(report.starts_at, report.ends_at, zone=report.zone, style="long")
    return _digits(f"{report.title} · {span}", report)


def _rows(report: AttendanceReport) -> Iterator[list[str]]:
    names = {line.school.id: line.school.name for line in report.call.schools}
    for position, line in enumerate(report.call.schools, start=1):
        school = line.school
        yield [
            _digits(str(position), report),
            _safe(school.moe_code),
            _safe(school.smis_code),
            _safe(school.obec_code),
            _safe(school.name),
            _safe(school.cluster or ""),
            _safe(school.district),
            LABELS[line.status].th,
            _clock(line.first_seen, report),
            _clock(line.last_seen, report),
            _digits(str(line.minutes), report),
            "" if line.people is None else _digits(str(line.people), report),
            _safe("; ".join(_origins(line, names))),
            _safe(line.correction.note if line.correction else ""),
        ]


def _origins(line: SchoolAttendance, names: dict[int, str]) -> list[str]:
    """What the school was seen by, each once, in the order of first sight."""
    return list(dict.fromkeys(_origin(seen, names) for seen in line.evidence))


def _origin(seen: Sighting, names: dict[int, str]) -> str:
    source = SOURCES.get(seen.source, seen.source)
    if seen.via is None:
        return source
    site = f"จุดรับชมร่วม {names.get(seen.via, '')}".strip()
    return f"{source} ({site})"


def _clock(at: datetime | None, report: AttendanceReport) -> str:
    """The time on the office's wall; with its date where that is not the meeting's."""
    if at is None:
        return ""
    there = at.astimezone(report.zone)
    text = f"{there:%H:%M}"
    if there.date() != report.starts_at.astimezone(report.zone).date():
        text = f"{there:%d/%m}/{be_year(there.date())} {text}"
    return _digits(text, report)


def _digits(text: str, report: AttendanceReport) -> str:
    return to_thai_digits(text) if report.thai_digits else text


def _safe(text: str) -> str:
    """The text as text: an apostrophe in front of what a spreadsheet would run."""
    return f"'{text}" if _FORMULA.match(text) else text


def _instant(at: datetime | None, zone: ZoneInfo) -> str | None:
    return None if at is None else at.astimezone(zone).isoformat()


def _school(line: SchoolAttendance, zone: ZoneInfo) -> dict[str, Any]:
    school, correction = line.school, line.correction
    return {
        "school": school.id,
        "name": school.name,
        "moe_code": school.moe_code,
        "smis_code": school.smis_code,
        "obec_code": school.obec_code,
        "cluster": school.cluster,
        "district": school.district,
        "status": line.status.value,
        "first_seen": _instant(line.first_seen, zone),
        "last_seen": _instant(line.last_seen, zone),
        "minutes": line.minutes,
        "people": line.people,
        "evidence": [_evidence(seen, zone) for seen in line.evidence],
        "note": correction.note if correction else "",
    }


def _evidence(seen: Sighting, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "source": str(seen.source),
        "from": _instant(seen.start, zone),
        "to": _instant(seen.until, zone),
        "via": seen.via,
    }
