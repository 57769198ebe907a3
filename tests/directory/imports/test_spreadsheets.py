from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from vcs.core.errors import InvalidInput, TooLarge
from vcs.directory.imports import ImportReport, spreadsheets
from vcs.directory.imports.columns import known_headings
from vcs.directory.models import School

XlsxOf = Callable[..., bytes]
HEAD = ["ชื่อสถานศึกษา", "รหัสโรงเรียน", "อำเภอ", "จำนวนนักเรียน", "ใช้ DLTV"]


def test_numbers_text_and_nothing_are_read_as_they_are_meant(
    xlsx_of: XlsxOf, import_it: Callable[..., ImportReport]
) -> None:
    data = xlsx_of(
        HEAD,
        ["โรงเรียนหนึ่ง", 99010001, "อ.เมือง", 120, True],
        ["โรงเรียนสอง", "99010002", "เมือง", "1,120", "ไม่ใช้"],
        ["โรงเรียนสาม", 99010003.0, "เมือง", None, False],
        ["โรงเรียนสี่", "'99010004", "เมือง", 12.0, None],
        ["โรงเรียนห้า", "๙๙๐๑๐๐๐๕", "เมือง", "๑๒", "✓"],
    )
    report = import_it(data)
    assert report.written
    assert (report.file.kind, report.file.sheet) == ("xlsx", "โรงเรียน")
    rows = School.objects.order_by("smis_code").values_list("smis_code", "students", "uses_dltv")
    assert list(rows) == [
        ("99010001", 120, True),
        ("99010002", 1120, False),
        ("99010003", None, False),
        ("99010004", 12, False),
        ("99010005", 12, True),
    ]


def test_a_code_stored_as_a_number_gets_its_lost_zero_back_with_a_warning(
    xlsx_of: XlsxOf, import_it: Callable[..., ImportReport]
) -> None:
    report = import_it(xlsx_of(HEAD, ["โรงเรียนหนึ่ง", 9010001, "เมือง", 1, 1]))
    assert School.objects.get().smis_code == "09010001"
    assert [m.code for m in report.rows[0].messages] == ["zero_restored"]
    assert report.rows[0].level == "warning"


def test_a_code_written_as_text_is_never_padded(
    xlsx_of: XlsxOf, import_it: Callable[..., ImportReport]
) -> None:
    report = import_it(xlsx_of(HEAD, ["โรงเรียนหนึ่ง", "9010001", "เมือง", 1, 1]))
    assert [m.code for m in report.rows[0].messages] == ["bad_code"]
    assert not School.objects.exists()


def test_a_title_above_the_headings_and_other_sheets_do_not_disturb(
    xlsx_of: XlsxOf, import_it: Callable[..., ImportReport]
) -> None:
    book = load_workbook(io.BytesIO(xlsx_of(["บันทึกของเจ้าหน้าที่"], ["ไม่ใช่ตาราง"])))
    sheet = book.create_sheet("ข้อมูล")
    for row in (["ทะเบียนโรงเรียน ปีการศึกษา 2569"], [], HEAD, ["โรงเรียนหนึ่ง", 99010001, "เมือง"]):
        sheet.append(row)
    sheet["Z1000"] = ""
    hidden = book.create_sheet("เก่า")
    hidden.sheet_state = "hidden"
    hidden.append([*HEAD, "รหัสกระทรวง", "ตำบล"])
    out = io.BytesIO()
    book.save(out)
    report = import_it(out.getvalue())
    assert (report.file.sheet, report.file.header_row) == ("ข้อมูล", 3)
    assert [(row.row, row.outcome) for row in report.rows] == [(4, "new")]


def test_dates_and_error_cells_become_text_and_nothing(
    xlsx_of: XlsxOf, import_it: Callable[..., ImportReport]
) -> None:
    report = import_it(xlsx_of(HEAD, ["โรงเรียนหนึ่ง", 99010001, "#N/A", date(2026, 1, 2), "#REF!"]))
    assert [(m.field, m.code) for m in report.rows[0].messages] == [("students", "bad_number")]


def _bomb(unpacked: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * unpacked)
    return out.getvalue()


def test_a_bomb_is_refused_by_its_directory_before_anything_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = _bomb(spreadsheets.MAX_UNPACKED_BYTES + 1)
    assert len(data) < 100_000

    def opened(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("the archive was opened")

    monkeypatch.setattr(spreadsheets, "load_workbook", opened)
    with pytest.raises(TooLarge):
        spreadsheets.read_spreadsheet(data, known_headings)


def test_an_archive_of_countless_parts_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number in range(2_001):
            archive.writestr(str(number), b"")
    with pytest.raises(TooLarge):
        spreadsheets.read_spreadsheet(out.getvalue(), known_headings)


def test_a_part_that_lies_about_its_size_is_not_read_beyond_it(xlsx_of: XlsxOf) -> None:
    data = bytearray(xlsx_of(HEAD, *([["ก" * 500, 1]] * 500)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        part = archive.getinfo("xl/worksheets/sheet1.xml")
    directory = data.rindex(b"xl/worksheets/sheet1.xml") - 46
    data[directory + 24 : directory + 28] = (100).to_bytes(4, "little")
    assert part.file_size > 100
    with pytest.raises(InvalidInput):
        spreadsheets.read_spreadsheet(bytes(data), known_headings)


@pytest.mark.parametrize("where", [60, 400, 1200, -200, -40])
def test_a_damaged_workbook_is_refused_or_read_but_never_an_error(
    xlsx_of: XlsxOf, where: int
) -> None:
    data = bytearray(xlsx_of(HEAD, ["โรงเรียนหนึ่ง", 99010001]))
    data[where : where + 8 if where != -40 else None] = b"\xff" * 8
    with suppress(InvalidInput, TooLarge):
        assert spreadsheets.read_spreadsheet(bytes(data), known_headings).kind == "xlsx"


def test_another_kind_of_archive_is_no_spreadsheet() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
    with pytest.raises(InvalidInput) as refused:
        spreadsheets.read_spreadsheet(out.getvalue(), known_headings)
    assert refused.value.errors[0].code == "unreadable_spreadsheet"


def test_a_sheet_of_too_many_rows_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheets, "MAX_ROWS", 100)
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number in range(200):
        sheet.append([f"โรงเรียน {number}"])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(TooLarge):
        spreadsheets.read_spreadsheet(out.getvalue(), known_headings)
