import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.thai import collation_key, normalise, search_key


def test_collation_sorts_as_the_dictionary_does() -> None:
    names = ["ไก่", "ขนม", "โก", "กา", "แก", "เกาะ", "ก", "ใกล้", "ฮูก", "ฤดู"]

    assert sorted(names, key=collation_key) == [
        "ก",
        "กา",
        "เกาะ",
        "แก",
        "โก",
        "ใกล้",
        "ไก่",
        "ขนม",
        "ฤดู",
        "ฮูก",
    ]


def test_collation_sorts_numbers_by_value_in_either_digits() -> None:
    names = ["เขต 10", "เขต ๒", "เขต 1", "เขต ๑๑"]

    assert sorted(names, key=collation_key) == ["เขต 1", "เขต ๒", "เขต 10", "เขต ๑๑"]


def test_collation_key_is_plain_text_equal_for_equal_words() -> None:
    key = collation_key("น้ำ")

    assert key == collation_key("นํ้า")
    assert set(key) <= set("0123456789abcdef")


@pytest.mark.parametrize(
    "written",
    [
        "โรงเรียนบ้านหนองบัว",
        "โรงเรียน บ้านหนองบัว",
        "ร.ร.บ้านหนองบัว",
        "ร.ร. บ้าน หนองบัว",
        "รร.หนองบัว",
        "รร หนองบัว",
        "บ้านหนองบัว",
        "หนอง บัว",
        "หนองบัวฯ",
        "(หนองบัว)",
        "หน่องบั้ว",
    ],
)
def test_search_key_folds_the_habits_of_spelling(written: str) -> None:
    assert search_key(written) == "หนองบัว"


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("วันครู (๒๕๐๑)", "วันครู2501"),
        ("กรรมการ", "กรรมการ"),
        ("การบ้าน", "การบาน"),
        ("DLTV 1/2569", "dltv12569"),
        ("โรงเรียน", ""),
        ("สันติ์สุข", "สันติสุข"),
    ],
)
def test_search_key_keeps_what_tells_names_apart(written: str, key: str) -> None:
    assert search_key(written) == key


def test_part_of_a_name_is_found_in_the_whole() -> None:
    stored = search_key("โรงเรียนอนุบาลสมมุติ “ประชาอุทิศ” (วันครู ๒๕๐๑)")

    assert all(
        search_key(part) in stored
        for part in ("อนุบาลสมมุติ", "รร.อนุบาล", "ประชาอุทิศ", "วันครู 2501", "อนุบาล สมมุติ ประชา")
    )


@given(st.text(max_size=40))
def test_keys_take_any_text_and_do_not_depend_on_its_form(text: str) -> None:
    assert search_key(text) == search_key(normalise(text))
    assert collation_key(text) == collation_key(normalise(text))
