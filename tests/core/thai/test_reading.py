# Naive datetimes are what spreadsheets hold and what these readers turn into aware ones.
# ruff: noqa: DTZ001
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.errors import InvalidInput
from vcs.core.thai import parse_date, parse_instant

DAY = date(2026, 11, 18)


def refusal(error: pytest.ExceptionInfo[InvalidInput]) -> tuple[str, str]:
    (field,) = error.value.errors
    return field.pointer, field.code


@pytest.mark.parametrize(
    "written",
    [
        "18/11/2569",
        "18/11/2026",
        "18-11-2569",
        "18.11.2569",
        "๑๘/๑๑/๒๕๖๙",
        "18/11/69",
        "18 พ.ย. 69",
        "18 พย 69",
        "18พ.ย.2569",
        "18 พ.ย. พ.ศ. 2569",
        "18 พฤศจิกายน ค.ศ. 2026",
        "วันพุธที่ ๑๘ พฤศจิกายน พ.ศ. ๒๕๖๙",
        "วันที่ 18 พฤศจิกายน 2569",
        "พุธที่ 18 พฤศจิกายน 2569",
        " 18  พฤศจิกายน\u00a02569 ",
        "18 Nov 2026",
        "18 November, 26",
        "Wed 18 Nov 2026",
        "2026-11-18",
        "2569-11-18",
        "2026-11-18 00:00:00",
        "46344",
        "46344.0",
        46344,
        46344.5,
        DAY,
        datetime(2026, 11, 18, 9),
        # A spreadsheet where the Buddhist year was typed as if it were a Christian one.
        datetime(2569, 11, 18),
        (date(2569, 11, 18) - date(1899, 12, 30)).days,
    ],
)
def test_date_is_read_as_offices_write_it(written: str | float | date) -> None:
    assert parse_date(written) == DAY


@pytest.mark.parametrize("day", [date(2024, 2, 29), date(2028, 2, 29)])
def test_leap_day_is_read_in_either_era(day: date) -> None:
    assert parse_date(f"29/2/{day.year + 543}") == parse_date(f"29/2/{day.year}") == day


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("18/11/2300", "year_out_of_range"),
        ("18/11/2701", "year_out_of_range"),
        ("18/11/1899", "year_out_of_range"),
        ("18/11/2399", "year_out_of_range"),
        ("18/11/26", "ambiguous_year"),
        ("18 พ.ย. 26", "ambiguous_year"),
        ("18 Nov 69", "ambiguous_year"),
        ("29/2/2569", "no_such_day"),
        ("29/2/2568", "no_such_day"),
        ("31/4/2569", "no_such_day"),
        ("11/18/2569", "no_such_day"),
        ("0/1/2569", "no_such_day"),
        ("วันจันทร์ที่ 18 พฤศจิกายน 2569", "weekday_mismatch"),
        ("", "invalid_date"),
        ("พรุ่งนี้", "invalid_date"),
        ("18 ฟฟ 2569", "invalid_date"),
        ("18/11", "invalid_date"),
        ("2569", "invalid_date"),
        ("18/11/2569 09:00", "invalid_date"),
        ("18/11/2569" + " " * 100 + "x", "invalid_date"),
        (5, "invalid_date"),
        (True, "invalid_date"),
        (float("nan"), "invalid_date"),
        (float("inf"), "invalid_date"),
        (-1e300, "invalid_date"),
        (10**30, "invalid_date"),
    ],
)
def test_doubtful_date_is_refused_by_name(written: str | float, code: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse_date(written, pointer="/date_from")

    assert refusal(error) == ("/date_from", code)
    assert error.value.detail.th
    assert error.value.detail.en


@given(st.text(max_size=100) | st.floats() | st.integers())
def test_any_value_is_a_date_or_a_refusal(value: str | float) -> None:
    with suppress(InvalidInput):
        assert isinstance(parse_date(value), date)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-11-18T09:00:00+07:00", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("2026-11-18T02:00:00Z", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("2026-11-18t02:00:00z", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("2026-11-18 02:00:00-00:00", datetime(2026, 11, 18, 2, tzinfo=UTC)),
        ("2026-11-18T02:00:00.5Z", datetime(2026, 11, 18, 2, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-11-18T02:00:00.123456789Z", datetime(2026, 11, 18, 2, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-11-17T20:30:00-05:30", datetime(2026, 11, 18, 2, tzinfo=UTC)),
    ],
)
def test_instant_is_read_as_utc(text: str, instant: datetime) -> None:
    read = parse_instant(text)

    assert read == instant
    assert read.tzinfo is UTC


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-11-18T09:00:00", "offset_required"),
        ("2569-11-18T09:00:00+07:00", "buddhist_year"),
        ("2569-11-18T09:00:00", "buddhist_year"),
        ("2300-11-18T09:00:00Z", "year_out_of_range"),
        ("0001-01-01T00:00:00Z", "year_out_of_range"),
        ("9999-12-31T23:59:59-12:00", "year_out_of_range"),
        ("2026-11-18", "invalid_instant"),
        ("2026-11-18T09:00+07:00", "invalid_instant"),
        ("2026-11-18T09:00:00+0700", "invalid_instant"),
        ("๒๐๒๖-11-18T09:00:00Z", "invalid_instant"),
        ("2026-11-18T09:00:00Z\n", "invalid_instant"),
        ("", "invalid_instant"),
        ("2026-02-30T09:00:00Z", "no_such_instant"),
        ("2026-11-18T24:00:00Z", "no_such_instant"),
        ("2026-11-18T09:00:60Z", "no_such_instant"),
        ("2026-11-18T09:00:00+24:00", "no_such_instant"),
        ("2026-11-18T09:00:00+07:60", "no_such_instant"),
    ],
)
def test_instant_that_is_none_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as error:
        parse_instant(text, pointer="/starts_at")

    assert refusal(error) == ("/starts_at", code)


def test_buddhist_instant_says_what_to_send() -> None:
    with pytest.raises(InvalidInput) as error:
        parse_instant("2569-11-18T09:00:00+07:00")

    assert error.value.detail.en == "2569 is a Buddhist year: send 2026"
    assert "2026" in error.value.detail.th


@given(st.datetimes(datetime(1900, 1, 2), datetime(2100, 12, 30)), st.integers(-1439, 1439))
def test_instant_written_by_anyone_is_the_same_instant(naive: datetime, offset: int) -> None:
    hours, minutes = divmod(abs(offset), 60)
    text = f"{naive.isoformat()}{'-' if offset < 0 else '+'}{hours:02d}:{minutes:02d}"

    assert parse_instant(text) == naive.replace(tzinfo=UTC) - timedelta(minutes=offset)


@given(st.text(max_size=100))
def test_any_text_is_an_instant_or_a_refusal(text: str) -> None:
    with suppress(InvalidInput):
        assert parse_instant(text).tzinfo is UTC
