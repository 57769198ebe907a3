import pytest

from vcs.core.errors import InvalidInput
from vcs.core.text import limit, line, lines


def test_limit_counts_what_a_person_sees() -> None:
    assert limit("น้ำ" * 5, 5, "/title") == "น้ำ" * 5


def test_limit_names_field_figures_and_remedy() -> None:
    with pytest.raises(InvalidInput) as refused:
        limit("ก" * 5000, 200, "/title")

    (error,) = refused.value.errors
    assert (error.pointer, error.code) == ("/title", "too_long")
    assert "5,000" in error.detail.en
    assert "200" in error.detail.en
    assert "5,000" in error.detail.th


def test_limit_refuses_a_pile_of_marks_that_counts_as_one_sign() -> None:
    with pytest.raises(InvalidInput):
        limit("ก" + "\u0e49" * 5000, 200, "/title")


def test_line_is_cleaned_before_it_is_measured() -> None:
    assert line("  ประชุม\n\u200bนํ้า ", 7, "/title") == "ประชุม น้ำ"


def test_line_refuses_what_is_empty_once_cleaned() -> None:
    with pytest.raises(InvalidInput) as refused:
        line(" \u200b\n", 10, "/title")

    assert refused.value.errors[0].code == "required"
    assert line(" \u200b\n", 10, "/title", required=False) == ""


def test_lines_keep_their_breaks() -> None:
    assert lines("หนึ่ง \r\n\r\nสอง\u2028สาม", 100, "/description") == "หนึ่ง\n\nสอง\nสาม"
