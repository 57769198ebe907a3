"""XLSX, opened only after its size unpacked is known to be small."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Any

from openpyxl import load_workbook

from vcs.core.errors import DomainError, Text, TooLarge
from vcs.directory.imports.table import (
    MAX_ROWS,
    Cell,
    Table,
    check_width,
    too_many_rows,
    unreadable,
)

MAX_UNPACKED_BYTES = 32 * 1024 * 1024
_MAX_PARTS = 2_000
_SAMPLE_ROWS = 20
_NOTHING = re.compile(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!)")
_UNREADABLE = Text(
    "เปิดไฟล์ .xlsx นี้ไม่ได้ โปรดเปิดใน Excel แล้วบันทึกใหม่เป็น .xlsx โดยไม่ตั้งรหัสผ่าน",
    "This .xlsx cannot be opened; open it in Excel and save it again as .xlsx without a password",
)


def read_spreadsheet(data: bytes, score: Callable[[list[list[Cell]]], int]) -> Table:
    """The sheet whose first rows have the most headings that `score` knows."""
    _check_archive(data)
    try:
        return _read(data, score)
    except DomainError:
        raise
    except Exception as error:
        # A damaged file breaks its parser anywhere: whatever it says, the file is to blame.
        raise unreadable("unreadable_spreadsheet", _UNREADABLE, reason=str(error)[:200]) from error


def _read(data: bytes, score: Callable[[list[list[Cell]]], int]) -> Table:
    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        best = max(sheets, key=lambda sheet: score(list(islice(_rows(sheet), _SAMPLE_ROWS))))
        return Table("xlsx", "xlsx", _filled(best), sheet=best.title)
    finally:
        book.close()


def _check_archive(data: bytes) -> None:
    """Refuse by the directory of the archive, before anything is unpacked."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile as error:
        raise unreadable("unreadable_spreadsheet", _UNREADABLE) from error
    with archive:
        parts = archive.infolist()
        unpacked = sum(part.file_size for part in parts)
        if len(parts) > _MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
            raise TooLarge(
                Text(
                    f"ไฟล์นี้ขยายแล้วเกิน {MAX_UNPACKED_BYTES // 2**20} MB",
                    f"Unpacked, this file exceeds {MAX_UNPACKED_BYTES // 2**20} MB",
                ),
                pointer="/file",
            )


def _filled(sheet: Any) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    last = 0
    filled = 0
    for row in _rows(sheet):
        rows.append(row)
        if row:
            last = len(rows)
            filled += 1
            check_width(row)
        if filled > MAX_ROWS + _SAMPLE_ROWS:
            raise too_many_rows()
    return rows[:last]


def _rows(sheet: Any) -> Iterator[list[Cell]]:
    # The size a sheet says it has is often wrong; without it, rows are read as they are.
    sheet.reset_dimensions()
    for row in sheet.iter_rows(values_only=True):
        cells = [_cell(value) for value in row]
        while cells and not cells[-1].text:
            cells.pop()
        yield cells


def _cell(value: Any) -> Cell:
    if value is None:
        return Cell("")
    if isinstance(value, bool):
        return Cell("1" if value else "0")
    if isinstance(value, float) and value.is_integer():
        return Cell(str(int(value)), is_number=True)
    if isinstance(value, int | float):
        return Cell(str(value), is_number=True)
    if isinstance(value, date):
        return Cell(value.isoformat())
    text = str(value)
    return Cell("" if _NOTHING.fullmatch(text.strip()) else text)
