"""A file as rows of cells, whatever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from vcs.core.errors import InvalidInput, Text, TooLarge

MAX_ROWS = 20_000
MAX_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's text; `is_number` where the spreadsheet stored a number, so zeros may be lost."""

    text: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows as the file has them, the first being row 1."""

    kind: Literal["csv", "xlsx"]
    encoding: str
    rows: list[list[Cell]]
    sheet: str = ""


def unreadable(code: str, detail: Text, **data: object) -> InvalidInput:
    """The refusal of a whole file, with what to do about it."""
    error = InvalidInput.field("/file", code, detail)
    error.data.update(data)
    return error


def too_many_rows() -> TooLarge:
    """The refusal of a file longer than any office's list."""
    return TooLarge(
        Text(
            f"ไฟล์มีเกิน {MAX_ROWS:,} แถว โปรดแบ่งเป็นหลายไฟล์",
            f"The file has more than {MAX_ROWS:,} rows; split it into several files",
        ),
        pointer="/file",
    )


def check_width(row: list[Cell]) -> None:
    """Refuse a row wider than any list of schools."""
    if len(row) > MAX_COLUMNS:
        raise TooLarge(
            Text(
                f"ไฟล์มีเกิน {MAX_COLUMNS} คอลัมน์ โปรดลบคอลัมน์ที่ไม่ใช้",
                f"The file has more than {MAX_COLUMNS} columns; delete those not used",
            ),
            pointer="/file",
        )
