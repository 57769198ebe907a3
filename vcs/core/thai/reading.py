"""Dates as people and files write them, and instants as programs send them.

A year of 2400–2700 is Buddhist, one of 1900–2100 Christian; anything else is refused, because a
wrong guess is 543 years off and nobody notices.
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

from vcs.core.errors import InvalidInput, Text
from vcs.core.thai.dates import BUDDHIST_OFFSET, MONTHS, WEEKDAYS, Language, Style
from vcs.core.thai.digits import to_arabic_digits
from vcs.core.thai.text import normalise

BUDDHIST_YEARS = range(2400, 2701)
CHRISTIAN_YEARS = range(1900, 2101)
_LONGEST = 80
_EXCEL_EPOCH = date(1899, 12, 30)
# From 1927: a smaller bare number is far more often a year or a count than a day.
_EXCEL_SERIALS = range(10_000, 300_000)
_FIRST_SHORT_BUDDHIST = 43

_NUMERIC = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[T ]00:00(?::00)?)?")
_SERIAL = re.compile(r"[0-9]{5,6}(?:\.[0-9]+)?")
_WORDED = re.compile(r"([^0-9]*)([0-9]{1,2})([^0-9]+)([0-9]{4}|[0-9]{2})")
_ERA = re.compile(r"[พค]\.?\s*ศ\.?$|b\.?e\.?$|a\.?d\.?$|c\.?e\.?$")
_NOISE = re.compile(r"[\s.,]+")
_INSTANT = re.compile(
    r"(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})[Tt ]"
    r"(?P<hour>[0-9]{2}):(?P<minute>[0-9]{2}):(?P<second>[0-9]{2})(?:\.(?P<fraction>[0-9]{1,9}))?"
    r"(?P<offset>[Zz]|[+-][0-9]{2}:[0-9]{2})?"
)


@dataclass(frozen=True, slots=True)
class _Written:
    """A date as written: its year not yet understood, its weekday, if any, not yet believed."""

    year: int
    month: int
    day: int
    short_year: bool = False
    english: bool = False
    weekday: int | None = None


def parse_date(value: str | float | date, *, pointer: str = "/date") -> date:
    """Read a date in any form offices write it in; what is doubtful is refused, never guessed.

    Understands 18/11/2569, 18 พ.ย. 69, วันพุธที่ ๑๘ พฤศจิกายน พ.ศ. ๒๕๖๙, 18 Nov 2026, 2026-11-18,
    and a spreadsheet's day number or date cell, also one whose year was typed in Buddhist years.
    Two-digit years are Buddhist from 43 (2543); a named weekday must be that of the day.
    """
    written = _written(value)
    if written is None:
        raise _unreadable(pointer)
    year = _christian_year(written, pointer)
    try:
        day = date(year, written.month, written.day)
    except ValueError:
        raise _no_such_day(written, pointer) from None
    if written.weekday is not None and written.weekday != day.weekday():
        raise _wrong_weekday(day, pointer)
    return day


def christian_year(year: int, *, pointer: str = "/year") -> int:
    """The Christian year meant by a four-digit year of either era; refused outside both ranges."""
    if year in BUDDHIST_YEARS:
        return year - BUDDHIST_OFFSET
    if year in CHRISTIAN_YEARS:
        return year
    raise InvalidInput.field(
        pointer,
        "year_out_of_range",
        Text(
            f"ปี {year} อ่านไม่ได้ ใช้ พ.ศ. 2400–2700 หรือ ค.ศ. 1900–2100",
            f"Year {year} is out of range: use 2400–2700 (Buddhist) or 1900–2100 (Christian)",
        ),
    )


def parse_instant(text: str, *, pointer: str = "/") -> datetime:
    """Read an RFC 3339 date-time with its offset as an aware UTC instant; API input only.

    An offset is required, as a wall time without one means nothing across zones, and the year is
    Christian: 2569 is refused with the year to send instead. Digits past microseconds are cut.
    """
    match = _INSTANT.fullmatch(text)
    if match is None:
        raise _not_rfc3339(pointer)
    year = int(match["year"])
    if year in BUDDHIST_YEARS:
        raise _buddhist_instant(year, pointer)
    if year not in CHRISTIAN_YEARS:
        christian_year(year, pointer=pointer)
    if match["offset"] is None:
        raise _no_offset(pointer)
    try:
        return _instant(match).astimezone(UTC)
    except ValueError:
        raise _no_such_instant(pointer) from None


def _instant(match: re.Match[str]) -> datetime:
    return datetime(
        int(match["year"]),
        int(match["month"]),
        int(match["day"]),
        int(match["hour"]),
        int(match["minute"]),
        int(match["second"]),
        int((match["fraction"] or "").ljust(6, "0")[:6]),
        _offset(match["offset"]),
    )


def _offset(text: str) -> timezone:
    if text in "Zz":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:6])
    if minutes > 59:  # noqa: PLR2004
        raise ValueError("minutes of an offset go to 59")
    size = timedelta(hours=hours, minutes=minutes)
    return timezone(-size if text[0] == "-" else size)


def _written(value: str | float | date) -> _Written | None:
    if isinstance(value, date):
        return _Written(value.year, value.month, value.day)
    if isinstance(value, str):
        return _from_text(value)
    return _from_serial(value)


def _from_serial(number: float) -> _Written | None:
    # NaN and infinities fail the comparison before int() would raise.
    if isinstance(number, bool) or not (_EXCEL_SERIALS.start <= number < _EXCEL_SERIALS.stop):
        return None
    day = _EXCEL_EPOCH + timedelta(days=int(number))
    return _Written(day.year, day.month, day.day)


def _from_text(value: str) -> _Written | None:
    if len(value) > _LONGEST:
        return None
    text = to_arabic_digits(normalise(value)).casefold()
    if match := _ISO.fullmatch(text):
        return _Written(int(match[1]), int(match[2]), int(match[3]))
    if match := _NUMERIC.fullmatch(text):
        day, month, year = match.groups()
        return _Written(int(year), int(month), int(day), short_year=len(year) == 2)  # noqa: PLR2004
    if _SERIAL.fullmatch(text):
        return _from_serial(float(text))
    if match := _WORDED.fullmatch(text):
        return _from_words(*match.groups())
    return None


def _from_words(before: str, day: str, month: str, year: str) -> _Written | None:
    name = _bare(_ERA.sub("", month.strip()))
    weekday_name = _bare(before).removeprefix("วัน").removesuffix("ที่")
    if name not in _MONTH_NUMBERS or (weekday_name and weekday_name not in _WEEKDAY_NUMBERS):
        return None
    return _Written(
        int(year),
        _MONTH_NUMBERS[name],
        int(day),
        short_year=len(year) == 2,  # noqa: PLR2004
        english=name.isascii(),
        weekday=_WEEKDAY_NUMBERS.get(weekday_name),
    )


def _bare(word: str) -> str:
    return _NOISE.sub("", word.casefold())


def _numbered(names: dict[tuple[Language, Style], tuple[str, ...]]) -> dict[str, int]:
    return {_bare(name): place for group in names.values() for place, name in enumerate(group)}


_MONTH_NUMBERS = {name: place + 1 for name, place in _numbered(MONTHS).items()}
_WEEKDAY_NUMBERS = _numbered(WEEKDAYS) | {"พฤหัส": 3}


def _christian_year(written: _Written, pointer: str) -> int:
    if not written.short_year:
        return christian_year(written.year, pointer=pointer)
    if written.year >= _FIRST_SHORT_BUDDHIST and not written.english:
        return 2500 + written.year - BUDDHIST_OFFSET
    if written.year < _FIRST_SHORT_BUDDHIST and written.english:
        return 2000 + written.year
    raise InvalidInput.field(
        pointer,
        "ambiguous_year",
        Text(
            f"ปี {written.year:02d} ไม่แน่ชัดว่าเป็น พ.ศ. หรือ ค.ศ. เขียนปีสี่หลัก เช่น 2569",
            f"Year {written.year:02d} may be either era: write four digits, such as 2569 or 2026",
        ),
    )


def _unreadable(pointer: str) -> InvalidInput:
    return InvalidInput.field(
        pointer,
        "invalid_date",
        Text(
            "อ่านวันที่ไม่ได้ เขียนเช่น 18/11/2569 หรือ 18 พ.ย. 2569",
            "Not a date this can read: write it as 18/11/2569, 18 Nov 2026 or 2026-11-18",
        ),
    )


def _no_such_day(written: _Written, pointer: str) -> InvalidInput:
    shown = f"{written.day}/{written.month}/{written.year}"
    return InvalidInput.field(
        pointer,
        "no_such_day",
        Text(
            f"ไม่มีวันที่ {shown} ในปฏิทิน ตรวจวันและเดือน",
            f"There is no day {shown} (day/month/year): check day and month",
        ),
    )


def _wrong_weekday(day: date, pointer: str) -> InvalidInput:
    thai = WEEKDAYS["th", "long"][day.weekday()]
    english = WEEKDAYS["en", "long"][day.weekday()]
    return InvalidInput.field(
        pointer,
        "weekday_mismatch",
        Text(
            f"วันที่นี้ตรงกับวัน{thai} แก้ชื่อวันหรือวันที่ให้ตรงกัน",
            f"That day is a {english}: correct the weekday or the date",
        ),
    )


def _not_rfc3339(pointer: str) -> InvalidInput:
    return InvalidInput.field(
        pointer,
        "invalid_instant",
        Text(
            "เวลาต้องเป็นแบบ RFC 3339 เช่น 2026-11-18T09:00:00+07:00",
            "Send an RFC 3339 date-time with its offset, such as 2026-11-18T09:00:00+07:00",
        ),
    )


def _no_offset(pointer: str) -> InvalidInput:
    return InvalidInput.field(
        pointer,
        "offset_required",
        Text(
            "เวลาต้องระบุเขตเวลา เติมท้ายด้วย +07:00 หรือ Z",
            "The offset is missing: end it with +07:00 or Z",
        ),
    )


def _buddhist_instant(year: int, pointer: str) -> InvalidInput:
    christian = year - BUDDHIST_OFFSET
    return InvalidInput.field(
        pointer,
        "buddhist_year",
        Text(
            f"{year} เป็นปี พ.ศ. ให้ส่งเป็น ค.ศ. {christian}",
            f"{year} is a Buddhist year: send {christian}",
        ),
    )


def _no_such_instant(pointer: str) -> InvalidInput:
    return InvalidInput.field(
        pointer,
        "no_such_instant",
        Text(
            "ไม่มีวันหรือเวลานี้ ตรวจวัน เดือน ชั่วโมง นาที",
            "There is no such day or time: check day, month, hour, minute and offset",
        ),
    )
