"""The shape a booking must have, field by field, before anything is looked up."""

from __future__ import annotations

from datetime import datetime, timedelta

from rooms.rules.requests import UNSET, BookingChanges, BookingRequest, PoolSpec
from vcs.core.errors import FieldError, InvalidInput, Text
from vcs.core.text import limit

LONGEST = timedelta(days=14)
SHORTEST = timedelta(minutes=5)
TITLE_GRAPHEMES = 200
DESCRIPTION_GRAPHEMES = 5000
MOST_RESOURCES = 40
_NOTHING_CHOSEN = FieldError(
    "/resources",
    "required",
    Text("เลือกห้องหรือทรัพยากรอย่างน้อยหนึ่งรายการ", "Choose at least one resource"),
)


def check_request(request: BookingRequest) -> None:
    """Refuse a request whose title, times or resources cannot be right, all at once."""
    errors = [
        *_text_errors(request),
        *_time_errors(request.starts_at, request.ends_at),
        *_resource_errors(request),
    ]
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse an end before its start, and what is too short or too long."""
    errors = _time_errors(starts_at, ends_at)
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def check_changes(changes: BookingChanges) -> None:
    """Refuse changed texts and resources that cannot be right."""
    errors = []
    if changes.title is not UNSET:
        errors += _title_errors(changes.title)
    if changes.description is not UNSET:
        errors += _too_long("/description", changes.description, DESCRIPTION_GRAPHEMES)
    if changes.resources is not UNSET and not changes.resources and changes.any_of in (UNSET, ()):
        errors.append(_NOTHING_CHOSEN)
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def _text_errors(request: BookingRequest) -> list[FieldError]:
    return [
        *_title_errors(request.title),
        *_too_long("/description", request.description, DESCRIPTION_GRAPHEMES),
    ]


def _title_errors(title: str) -> list[FieldError]:
    if not title.strip():
        text = Text("ใส่ชื่อเรื่องประชุม", "Give the booking a title")
        return [FieldError("/title", "required", text)]
    return _too_long("/title", title, TITLE_GRAPHEMES)


def _too_long(pointer: str, text: str, most: int) -> list[FieldError]:
    try:
        limit(text, most, pointer)
    except InvalidInput as error:
        return list(error.errors)
    return []


def _time_errors(starts_at: datetime, ends_at: datetime) -> list[FieldError]:
    if ends_at <= starts_at:
        text = Text("เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม", "The end must be after the start")
        return [FieldError("/ends_at", "end_before_start", text)]
    length = ends_at - starts_at
    if length > LONGEST:
        text = Text(
            f"จองต่อเนื่องได้ไม่เกิน {LONGEST.days} วัน แบ่งเป็นหลายรายการหรือใช้การทำซ้ำ",
            f"At most {LONGEST.days} days at a stretch; split it or make it a series",
        )
        return [FieldError("/ends_at", "too_long", text)]
    if length < SHORTEST:
        text = Text("จองอย่างน้อย 5 นาที", "Book at least 5 minutes")
        return [FieldError("/ends_at", "too_short", text)]
    return []


def _resource_errors(request: BookingRequest) -> list[FieldError]:
    errors = []
    if not request.resources and not request.any_of:
        errors.append(_NOTHING_CHOSEN)
    if len(request.resources) > MOST_RESOURCES:
        text = Text(f"เลือกได้ไม่เกิน {MOST_RESOURCES} รายการ", f"At most {MOST_RESOURCES} resources")
        errors.append(FieldError("/resources", "too_many", text))
    errors += [
        FieldError(
            f"/any_of/{n}/count",
            "out_of_range",
            Text("จำนวนต้องอยู่ระหว่าง 1 ถึง 20", "The count must be 1 to 20"),
        )
        for n, pool in enumerate(request.any_of)
        if not _countable(pool)
    ]
    return errors


def _countable(pool: PoolSpec) -> bool:
    return 1 <= pool.count <= 20  # noqa: PLR2004 - the limit is in the message beside it
