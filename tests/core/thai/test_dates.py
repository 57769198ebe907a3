from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.thai import (
    be_year,
    fiscal_year,
    format_date,
    format_date_range,
    format_span,
    format_time,
    format_time_range,
    parse_date,
    to_arabic_digits,
    to_thai_digits,
)
from vcs.core.thai.dates import Language, Style

DAY = date(2026, 11, 18)
BANGKOK = ZoneInfo("Asia/Bangkok")


@pytest.mark.parametrize(
    ("style", "language", "shown"),
    [
        ("long", "th", "วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569"),
        ("short", "th", "พ. 18 พ.ย. 2569"),
        ("long", "en", "Wednesday 18 November 2026"),
        ("short", "en", "Wed 18 Nov 2026"),
    ],
)
def test_date_is_shown(style: Style, language: Language, shown: str) -> None:
    assert format_date(DAY, style=style, language=language) == shown


def test_date_is_shown_in_thai_digits_where_asked() -> None:
    assert format_date(DAY, style="long", thai_digits=True) == "วันพุธที่ ๑๘ พฤศจิกายน พ.ศ. ๒๕๖๙"


@pytest.mark.parametrize(
    ("last", "language", "shown"),
    [
        (date(2026, 11, 18), "th", "พ. 18 พ.ย. 2569"),
        (date(2026, 11, 20), "th", "18–20 พ.ย. 2569"),
        (date(2026, 12, 2), "th", "18 พ.ย. – 2 ธ.ค. 2569"),
        (date(2027, 1, 2), "th", "18 พ.ย. 2569 – 2 ม.ค. 2570"),
        (date(2026, 11, 20), "en", "18–20 Nov 2026"),
        (date(2027, 1, 2), "en", "18 Nov 2026 – 2 Jan 2027"),
    ],
)
def test_range_names_month_and_year_once_where_it_can(
    last: date, language: Language, shown: str
) -> None:
    assert format_date_range(DAY, last, language=language) == shown


def test_long_range_names_the_era() -> None:
    assert format_date_range(DAY, date(2026, 11, 20), style="long") == "18–20 พฤศจิกายน พ.ศ. 2569"


def test_times_are_shown() -> None:
    assert format_time(time(8)) == "08:00 น."
    assert format_time(time(8), language="en") == "08:00"
    assert format_time_range(time(8), time(9, 30)) == "08:00–09:30 น."
    assert format_time_range(time(8), time(9, 30), thai_digits=True) == "๐๘:๐๐–๐๙:๓๐ น."


def test_span_is_shown_by_the_clocks_of_the_zone() -> None:
    start = datetime(2026, 11, 18, 1, tzinfo=UTC)

    def shown(end: datetime, language: Language) -> str:
        return format_span(start, end, zone=BANGKOK, language=language)

    later = start + timedelta(minutes=90)
    assert shown(later, "th") == "พ. 18 พ.ย. 2569 08:00–09:30 น."
    assert shown(later, "en") == "Wed 18 Nov 2026, 08:00–09:30"
    tomorrow = start + timedelta(days=1)
    assert shown(tomorrow, "th") == "พ. 18 พ.ย. 2569 08:00 น. – พฤ. 19 พ.ย. 2569 08:00 น."
    assert shown(tomorrow, "en") == "Wed 18 Nov 2026, 08:00 – Thu 19 Nov 2026, 08:00"


@pytest.mark.parametrize(
    ("day", "year", "fiscal"),
    [
        (date(2026, 9, 30), 2569, 2569),
        (date(2026, 10, 1), 2569, 2570),
        (date(2026, 12, 31), 2569, 2570),
        (date(2027, 1, 1), 2570, 2570),
    ],
)
def test_fiscal_year_begins_in_october(day: date, year: int, fiscal: int) -> None:
    assert (be_year(day), fiscal_year(day)) == (year, fiscal)


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from(["long", "short"]),
    st.sampled_from(["th", "en"]),
    st.booleans(),
)
def test_every_date_shown_can_be_read_back(
    day: date, style: Style, language: Language, thai_digits: bool
) -> None:
    shown = format_date(day, style=style, language=language, thai_digits=thai_digits)

    assert parse_date(shown) == day


@given(st.text(max_size=30))
def test_digits_there_and_back(text: str) -> None:
    assert to_arabic_digits(to_thai_digits(text)) == to_arabic_digits(text)
    assert not set("0123456789") & set(to_thai_digits(text))
