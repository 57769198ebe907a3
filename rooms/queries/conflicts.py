"""What stands in the way, in the form that people and programs are told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from zoneinfo import ZoneInfo

from django.conf import settings

from rooms.errors import BookingConflict, ConflictRow, OutsideOpeningHours
from rooms.rules.placing import Clash, Placement
from vcs.core.errors import FieldError, Text
from vcs.core.intervals import Interval
from vcs.core.thai import format_span


def conflict_rows(placements: Iterable[Placement]) -> list[ConflictRow]:
    """Every clash of every slot, in order."""
    return [_row(clash) for placement in placements for clash in placement.clashes]


def _row(clash: Clash) -> ConflictRow:
    taken = clash.taken
    return ConflictRow(
        occurrence_starts_at=clash.slot.start,
        resource_id=clash.place.id,
        resource_name=clash.place.name,
        other_title=taken.title if taken else None,
        starts_at=taken.start if taken else clash.slot.start,
        ends_at=taken.end if taken else clash.slot.end,
    )


def refuse_unplaced(placements: Sequence[Placement]) -> None:
    """Refuse unless every slot is free: closed resources by field, taken ones as a conflict."""
    rows = conflict_rows(placements)
    if rows:
        raise BookingConflict(conflict_text(rows), conflicts=rows)
    closed = [(p, place) for p in placements for place in p.closed]
    if closed:
        raise outside_hours(closed[0][0], closed[0][1].name)
    if any(placement.short for placement in placements):
        raise BookingConflict(
            Text(
                "ทรัพยากรที่ขอไม่เปิดให้ใช้ในเวลานี้ เลือกเวลาอื่น",
                "None of the resources asked for is open then; choose another time",
            )
        )


def outside_hours(placement: Placement, name: str) -> OutsideOpeningHours:
    """The refusal of a slot that one resource is not open for."""
    when = span_text(placement.slot)
    text = Text(
        f"{name} ไม่เปิดใช้ตลอดช่วง {when.th} เลือกเวลาภายในเวลาเปิด",
        f"{name} is not open for all of {when.en}; choose a time within its hours",
    )
    return OutsideOpeningHours(
        text, errors=[FieldError("/starts_at", "outside_opening_hours", text)]
    )


def conflict_text(rows: Sequence[ConflictRow]) -> Text:
    """The first collision in a sentence."""
    first = rows[0]
    title = f" ({first.other_title})" if first.other_title else ""
    when = span_text(Interval(first.starts_at, first.ends_at))
    return Text(
        f"{first.resource_name} ไม่ว่าง {when.th}{title}",
        f"{first.resource_name} is taken {when.en}{title}",
    )


def span_text(span: Interval) -> Text:
    """A stretch of time as people read it, on the service's wall clock."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return Text(
        format_span(span.start, span.end, zone=zone),
        format_span(span.start, span.end, zone=zone, language="en"),
    )
