"""Buddhist dates as they are shown; what is stored and sent stays Christian (ISO 8601)."""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from vcs.core.thai.digits import to_thai_digits

Style = Literal["long", "short"]
Language = Literal["th", "en"]

BUDDHIST_OFFSET = 543
FISCAL_YEAR_STARTS_IN = 10

WEEKDAYS: dict[tuple[Language, Style], tuple[str, ...]] = {
    ("th", "long"): ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์"),
    ("th", "short"): ("จ.", "อ.", "พ.", "พฤ.", "ศ.", "ส.", "อา."),
    ("en", "long"): (
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    ("en", "short"): ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS: dict[tuple[Language, Style], tuple[str, ...]] = {
    ("th", "long"): (
        "มกราคม",
        "กุมภาพันธ์",
        "มีนาคม",
        "เมษายน",
        "พฤษภาคม",
        "มิถุนายน",
        "กรกฎาคม",
        "สิงหาคม",
        "กันยายน",
        "ตุลาคม",
        "พฤศจิกายน",
        "ธันวาคม",
    ),
    ("th", "short"): (
        "ม.ค.",
        "ก.พ.",
        "มี.ค.",
        "เม.ย.",
        "พ.ค.",
        "มิ.ย.",
        "ก.ค.",
        "ส.ค.",
        "ก.ย.",
        "ต.ค.",
        "พ.ย.",
        "ธ.ค.",
    ),
    ("en", "long"): (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
    ("en", "short"): (
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
    ),
}


def be_year(day: date) -> int:
    """The Buddhist year of a day: พ.ศ. = ค.ศ. + 543."""
    return day.year + BUDDHIST_OFFSET


def fiscal_year(day: date) -> int:
    """The Buddhist fiscal year of a day: it begins on 1 October of the year before."""
    return be_year(day) + (1 if day.month >= FISCAL_YEAR_STARTS_IN else 0)


def format_date(
    day: date, *, style: Style = "short", language: Language = "th", thai_digits: bool = False
) -> str:
    """วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569 · พ. 18 พ.ย. 2569 · Wednesday 18 November 2026."""
    weekday = WEEKDAYS[language, style][day.weekday()]
    if (language, style) == ("th", "long"):
        weekday = f"วัน{weekday}ที่"
    text = f"{weekday} {day.day} {_month_and_year(day, style, language)}"
    return _digits(text, thai_digits=thai_digits)


def format_date_range(
    first: date,
    last: date,
    *,
    style: Style = "short",
    language: Language = "th",
    thai_digits: bool = False,
) -> str:
    """18–20 พ.ย. 2569; names the month or the year twice only where they differ."""
    if first == last:
        return format_date(first, style=style, language=language, thai_digits=thai_digits)
    end = f"{last.day} {_month_and_year(last, style, language)}"
    if (first.year, first.month) == (last.year, last.month):
        text = f"{first.day}–{end}"
    elif first.year == last.year:
        text = f"{first.day} {MONTHS[language, style][first.month - 1]} – {end}"
    else:
        text = f"{first.day} {_month_and_year(first, style, language)} – {end}"
    return _digits(text, thai_digits=thai_digits)


def format_time(
    at: time | datetime, *, language: Language = "th", thai_digits: bool = False
) -> str:
    """08:00 น. · 08:00."""
    return _digits(f"{at:%H:%M}{_hours(language)}", thai_digits=thai_digits)


def format_time_range(
    start: time | datetime,
    end: time | datetime,
    *,
    language: Language = "th",
    thai_digits: bool = False,
) -> str:
    """08:00–09:30 น. · 08:00–09:30."""
    return _digits(f"{start:%H:%M}–{end:%H:%M}{_hours(language)}", thai_digits=thai_digits)


def format_span(
    start: datetime,
    end: datetime,
    *,
    zone: ZoneInfo,
    style: Style = "short",
    language: Language = "th",
    thai_digits: bool = False,
) -> str:
    """พ. 18 พ.ย. 2569 08:00–09:30 น. · Wed 18 Nov 2026, 08:00–09:30, by the clocks of a zone."""
    begin, finish = start.astimezone(zone), end.astimezone(zone)
    gap = ", " if language == "en" else " "

    def day_of(moment: datetime) -> str:
        return format_date(moment, style=style, language=language) + gap

    if begin.date() == finish.date():
        text = day_of(begin) + format_time_range(begin, finish, language=language)
    else:
        text = day_of(begin) + format_time(begin, language=language) + " – "
        text += day_of(finish) + format_time(finish, language=language)
    return _digits(text, thai_digits=thai_digits)


def _month_and_year(day: date, style: Style, language: Language) -> str:
    month = MONTHS[language, style][day.month - 1]
    if language == "en":
        return f"{month} {day.year}"
    era = "พ.ศ. " if style == "long" else ""
    return f"{month} {era}{be_year(day)}"


def _hours(language: Language) -> str:
    return " น." if language == "th" else ""


def _digits(text: str, *, thai_digits: bool) -> str:
    return to_thai_digits(text) if thai_digits else text
