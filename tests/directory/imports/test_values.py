from __future__ import annotations

import pytest

from vcs.directory.imports import values
from vcs.directory.imports.columns import find_columns, known_headings
from vcs.directory.imports.table import Cell, Table


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("2,140", 2140),
        ("๑๑๓", 113),
        (" 12 คน", 12),
        ("12.00", 12),
        ("0", 0),
        ("", None),
        ("-", None),
        ("ไม่มี", None),
    ],
)
def test_read_count_reads_what_offices_write(text: str, count: int | None) -> None:
    assert values.read_count(Cell(text)) == count


@pytest.mark.parametrize("text", ["-5", "12.5", "ประมาณ 30", "1e3", "9" * 30, "100001"])
def test_read_count_refuses_what_is_no_count(text: str) -> None:
    with pytest.raises(values.Unreadable):
        values.read_count(Cell(text))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("99010001", "99010001"),
        ("๙๙๐๑๐๐๐๑", "99010001"),
        ("9901-0001", "99010001"),
        ("9901 0001 ", "99010001"),
        ("'99010001", "99010001"),
        ('="99010001"', "99010001"),
        ("1099990001", "1099990001"),
        ("990001", "990001"),
        ("-", ""),
        ("", ""),
    ],
)
def test_read_code_keeps_a_code_as_text(text: str, code: str) -> None:
    assert values.read_code(Cell(text), None).text == code


@pytest.mark.parametrize("text", ["9901", "99010001x", "9901๐๐๐", "1.09999E+09", "²²²²²²²²"])
def test_read_code_refuses_what_is_no_code(text: str) -> None:
    with pytest.raises(values.Unreadable):
        values.read_code(Cell(text), None)


@pytest.mark.parametrize(
    ("text", "flag"),
    [("ใช้", True), ("ไม่ใช้", False), ("1", True), ("๐", False), ("YES", True), ("", None)],
)
def test_read_flag_reads_yes_and_no(text: str, flag: bool | None) -> None:
    assert values.read_flag(Cell(text)) is flag


@pytest.mark.parametrize(
    ("text", "status"),
    [("เปิดสอน", "open"), ("ยุบ เลิก", "closed"), ("รวมสถานศึกษา", "merged"), ("", "")],
)
def test_read_status_reads_thai_words(text: str, status: str) -> None:
    assert values.read_status(Cell(text)) == status


@pytest.mark.parametrize("text", ["รร.วัดใหม่", "ร.ร.วัดใหม่", "รร วัดใหม่", "โรงเรียน วัดใหม่"])
def test_read_school_name_writes_the_word_out(text: str) -> None:
    assert values.read_school_name(Cell(text)) == "โรงเรียนวัดใหม่"


@pytest.mark.parametrize("text", ["วิทยาลัยเทคนิค", "ศูนย์การเรียน"])
def test_read_school_name_adds_no_word_that_was_not_there(text: str) -> None:
    assert values.read_school_name(Cell(text)) == text


def test_read_place_drops_the_word_for_it_and_nothing_else() -> None:
    assert values.read_place(Cell("อ.เมือง"), "district") == "เมือง"
    assert values.read_place(Cell("อำเภอ เมือง"), "district") == "เมือง"
    assert values.read_place(Cell("อมก๋อย"), "district") == "อมก๋อย"
    assert values.read_place(Cell("ต.ตำหนัก"), "subdistrict") == "ตำหนัก"
    assert values.read_place(Cell("จันทบุรี"), "province") == "จันทบุรี"


@pytest.mark.parametrize("text", ["x", "a@b", "a b@example.org"])
def test_read_email_refuses_what_is_no_address(text: str) -> None:
    with pytest.raises(values.Unreadable):
        values.read_email(Cell(text))


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("ชื่อสถานศึกษา", "name"),
        (" ชื่อ โรงเรียน ", "name"),
        ("รหัส SMIS (8 หลัก)", "smis_code"),
        ("รหัสกระทรวง ๑๐ หลัก", "moe_code"),
        ("ตําบล", "subdistrict"),
        ("อำเภอ / เขต", "district"),
        ("จำนวนนักเรียน (คน)", "students"),
        ("SMIS_Code8", "smis_code"),
        ("network_group", "cluster"),
    ],
)
def test_headings_are_known_however_they_are_written(heading: str, field: str) -> None:
    row = [Cell("ชื่อ" if field != "name" else "ลำดับ"), Cell(heading)]
    columns = find_columns(Table("csv", "utf-8", [row]))
    assert columns.fields[1] == field
    assert known_headings([row]) == len(columns.fields)


def test_of_two_columns_for_one_field_the_first_counts_and_the_second_is_reported() -> None:
    row = [Cell("ชื่อโรงเรียน"), Cell("ชื่อสถานศึกษา")]
    columns = find_columns(Table("csv", "utf-8", [row]))
    assert columns.fields == {0: "name"}
    assert columns.unknown == ("ชื่อสถานศึกษา",)
