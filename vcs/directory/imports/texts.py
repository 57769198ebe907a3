"""CSV as offices have it: decoded as what it is, split at what splits it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from vcs.core.errors import Text
from vcs.directory.imports.table import (
    MAX_ROWS,
    Cell,
    Table,
    check_width,
    too_many_rows,
    unreadable,
)

_DELIMITERS = ("\t", ",", ";", "|")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_THAI_IN_UTF8 = re.compile(rb"\xe0[\xb8\xb9][\x80-\xbf]")
_HIGH = re.compile(rb"[\x80-\xff]")
# A quotation mark never closed makes one cell of the rest of the file.
_LONGEST_CELL = 5_000
_SAMPLE_ROWS = 20
_HIGH_BYTES_IN_UTF16 = 0.8


def read_text(data: bytes, score: Callable[[list[list[Cell]]], int]) -> Table:
    """Decode and split a text file; `score` tells how many headings it knows in some rows."""
    text, encoding = _decoded(data)
    text = text.removeprefix("\ufeff")
    first, _, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\r?", first):
        text = rest
    delimiter = max(_DELIMITERS, key=lambda sign: _fit(_split(text, sign, _SAMPLE_ROWS), score))
    rows = _split(text, delimiter, MAX_ROWS + _SAMPLE_ROWS)
    if len(rows) >= MAX_ROWS + _SAMPLE_ROWS:
        raise too_many_rows()
    for number, row in enumerate(rows, start=1):
        _check_cells(row, number)
    return Table("csv", encoding, rows)


def _fit(rows: list[list[Cell]], score: Callable[[list[list[Cell]]], int]) -> tuple[int, int]:
    return score(rows), sum(map(len, rows))


def _decoded(data: bytes) -> tuple[str, str]:
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _strictly(data, encoding), encoding.removesuffix("-sig")
    if b"\0" in data:
        return _without_bom(data)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _meant_as_utf8(data):
            raise _broken(data, error) from error
    return _strictly(data, "cp874"), "cp874"


def _without_bom(data: bytes) -> tuple[str, str]:
    """UTF-16 is known by its high bytes, 00 of ASCII and 0E of Thai, standing on one side."""
    sides = [sum(half.count(high) for high in (b"\0", b"\x0e")) for half in (data[::2], data[1::2])]
    if max(sides) < len(data) / 2 * _HIGH_BYTES_IN_UTF16:
        raise unreadable("not_a_table", _NOT_A_TABLE)
    encoding = "utf-16-be" if sides[0] > sides[1] else "utf-16-le"
    text = _strictly(data, encoding)
    if "\0" in text:
        raise unreadable("not_a_table", _NOT_A_TABLE)
    return text, encoding


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise _broken(data, error) from error


def _meant_as_utf8(data: bytes) -> bool:
    """Whether most of what is not ASCII is Thai in UTF-8: then it is damaged, not another code.

    The same bytes do occur in Windows-874 (เนต, เธอ), but they are a small part of it.
    """
    high = len(_HIGH.findall(data))
    return high > 0 and 3 * len(_THAI_IN_UTF8.findall(data)) > high / 2


def _broken(data: bytes, error: UnicodeDecodeError) -> Exception:
    line = data[: error.start].count(b"\n") + 1
    remedy_th = "เปิดไฟล์ต้นฉบับใหม่แล้วบันทึกเป็น “CSV UTF-8 (Comma delimited)” หรือ .xlsx"
    remedy_en = "Open the original and save it as “CSV UTF-8 (Comma delimited)” or .xlsx"
    return unreadable(
        "broken_text",
        Text(
            f"อ่านตัวอักษรที่บรรทัด {line} ไม่ได้ (ไฟล์เสียหรือถูกตัด) {remedy_th}",
            f"The text at line {line} cannot be read (damaged or cut short). {remedy_en}",
        ),
        line=line,
        encoding=error.encoding,
    )


def _split(text: str, delimiter: str, limit: int) -> list[list[Cell]]:
    # csv refuses a bare carriage return inside a field unless the reader sees every line end.
    lines = io.StringIO(text, newline="")
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(lines, delimiter=delimiter):
            rows.append([Cell(text) for text in row])
            if len(rows) >= limit:
                break
    except csv.Error as error:
        raise unreadable("not_a_table", _NOT_A_TABLE, reason=str(error)) from error
    return rows


def _check_cells(row: list[Cell], number: int) -> None:
    check_width(row)
    if any(len(cell.text) > _LONGEST_CELL for cell in row):
        raise unreadable(
            "cell_too_long",
            Text(
                f'ช่องหนึ่งในแถว {number} ยาวผิดปกติ อาจมีเครื่องหมาย " ที่ไม่ปิด',
                f"A cell in row {number} is far too long; a quotation mark may not be closed",
            ),
            row=number,
        )


_NOT_A_TABLE = Text(
    "ไฟล์นี้ไม่ใช่ตารางที่อ่านได้ โปรดบันทึกเป็น CSV UTF-8 หรือ .xlsx",
    "This is not a table that can be read; save it as CSV UTF-8 or .xlsx",
)
