"""Conditional requests: tags over dates, and no header that can break anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.calendars.rules.conditional import accepts_gzip, http_date, is_current, joined

CHANGED = datetime(2026, 11, 18, 1, 2, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("sent", "current"),
    [
        ('"abc"', True),
        ('W/"abc"', True),
        ('"abc-gz"', True),
        ('"x", "abc"', True),
        ("*", True),
        ('"abcd"', False),
        ("abc", False),
        ("", False),
    ],
)
def test_a_tag_decides(sent: str, current: bool) -> None:
    assert is_current("abc", CHANGED, if_none_match=sent, if_modified_since=None) is current


@pytest.mark.parametrize(
    ("sent", "current"),
    [
        ("Wed, 18 Nov 2026 01:02:03 GMT", True),
        ("Wed, 18 Nov 2026 01:02:02 GMT", False),
        ("Wednesday, 18-Nov-26 01:02:04 GMT", True),
        ("Wed Nov 18 01:02:04 2026", True),
        ("Wed, 18 Nov 2026 08:02:03 +0700", True),
        ("yesterday", False),
        ("Wed, 99 Nov 99999 01:02:03 GMT", False),
        ("", False),
    ],
)
def test_a_date_decides_where_no_tag_was_sent(sent: str, current: bool) -> None:
    assert is_current("abc", CHANGED, if_none_match=None, if_modified_since=sent) is current


def test_a_tag_that_differs_outweighs_a_date_that_matches() -> None:
    later = "Thu, 19 Nov 2026 00:00:00 GMT"
    assert not is_current("abc", CHANGED, if_none_match='"old"', if_modified_since=later)


@pytest.mark.parametrize(
    ("sent", "packed"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP", True),
        ("deflate, gzip;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip;q=0.000", False),
        ("*", True),
        ("*;q=0, gzip", True),
        ("identity", False),
        ("gzip;level=9;q=abc", False),
        ("gzipx", False),
    ],
)
def test_gzip_only_when_asked_for(sent: str | None, packed: bool) -> None:
    assert accepts_gzip(sent) is packed


@given(st.binary(max_size=200))
def test_no_header_raises(raw: bytes) -> None:
    text = joined([(b"if-none-match", raw)], b"if-none-match")
    is_current("abc", CHANGED, if_none_match=text, if_modified_since=None)
    is_current("abc", CHANGED, if_none_match=None, if_modified_since=text)
    accepts_gzip(text)


@given(st.text(alphabet="0123456789 :,GMTWedNov+-", max_size=60))
def test_no_date_raises(text: str) -> None:
    is_current("abc", CHANGED, if_none_match=None, if_modified_since=text)


def test_several_headers_of_a_name_count_as_one_list() -> None:
    assert joined([(b"a", b"1"), (b"b", b"x"), (b"a", b"2")], b"a") == "1, 2"
    assert joined([], b"a") is None


def test_a_date_is_written_as_http_wants_it() -> None:
    assert http_date(CHANGED) == "Wed, 18 Nov 2026 01:02:03 GMT"
