import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.thai import grapheme_length, looks_torn, normalise, normalise_lines

thai_signs = st.text(
    st.sampled_from("กขนทเแำาํ่้๊๋์ัิีึืฺุู็๎ฯ ๑1a\u0301\u200b\u200d\u00a0\n👩🏫\uf70a"), max_size=12
)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("สํานักงาน", "สำนักงาน"),
        ("นํ้า", "น้ำ"),
        ("น้ํา", "น้ำ"),
        ("นําฝน", "นำฝน"),
        ("นำ้ใจ", "น้ำใจ"),
        ("เเม่เเตง", "แม่แตง"),
        ("ท่ี", "ที่"),
        ("ที่่", "ที่"),
        ("สิทธ์ิ", "สิทธิ์"),
        ("พันธ์ุ", "พันธุ์"),
        ("ก\u0e48\u0e38", "ก\u0e38\u0e48"),
        ("ป\uf70a\uf701", "ปิ่"),
        ("โรงเรียน\u200bบ้าน\ufeff", "โรงเรียนบ้าน"),
        ("\u202eซ่อน\u2066", "ซ่อน"),
        (" ก\u00a0 ข\t\r\nค ", "ก ข ค"),
        ("a\x00b\ud800c\x1f", "abc"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_normalise_repairs(typed: str, clean: str) -> None:
    assert normalise(typed) == clean


@pytest.mark.parametrize("text", ["น้ำ", "ฤๅษี", "ก็", "สุเมธํ", "👩‍🏫 ครู", "๑๒", "ﬁ", "ฯลฯ", "ทฺวิ"])
def test_normalise_leaves_right_text_alone(text: str) -> None:
    assert normalise(text) == text


@given(thai_signs | st.text(max_size=30))
def test_normalise_twice_is_once_and_is_nfc(text: str) -> None:
    once = normalise(text)

    assert normalise(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert "  " not in once
    assert once == once.strip()
    once.encode()


@given(thai_signs | st.text(max_size=30))
def test_normalise_lines_twice_is_once(text: str) -> None:
    once = normalise_lines(text)

    assert normalise_lines(once) == once
    assert "\r" not in once


def test_normalise_lines_keeps_lines_and_drops_empty_ends() -> None:
    assert normalise_lines("\n ก  ข\t\r\n\rค\u2029 ง \n\n") == "ก ข\n\nค\nง"


@pytest.mark.parametrize(
    ("text", "length"), [("น้ำใจ", 3), ("ที่", 1), ("👩‍🏫ก", 2), ("", 0), ("abc", 3), ("\ud800", 1)]
)
def test_grapheme_length_counts_signs(text: str, length: int) -> None:
    assert grapheme_length(text) == length


@pytest.mark.parametrize(
    "text", ["ส านักงาน", "ส ำนักงาน", "ครั้ง ที  ่", "่กลาง", "เ ขต", "ประช\ufffdม", "ป\uf70aา"]
)
def test_looks_torn_sees_marks_cut_off(text: str) -> None:
    assert looks_torn(text)


@pytest.mark.parametrize(
    "text", ["สำนักงานเขตพื้นที่ เขต ๑", "ประชุม ครั้งที่ 5/2569", "ไป ๆ มา ๆ", "Zoom at 9", "", "ฯลฯ"]
)
def test_looks_torn_lets_right_text_pass(text: str) -> None:
    assert not looks_torn(text)


def test_megabytes_are_cleaned_in_linear_time() -> None:
    assert len(normalise("น้ํา" * 100_000)) == 300_000
    assert len(normalise("ก" + "\u0e49\u0e34" * 100_000)) == 3
