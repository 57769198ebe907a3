"""A table's rows as what they say of schools; nothing here knows the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from vcs.core.errors import Text
from vcs.core.thai import looks_torn, normalise
from vcs.directory.imports import values
from vcs.directory.imports.columns import Columns
from vcs.directory.imports.report import Message
from vcs.directory.imports.table import Cell, Table

_TOTALS = frozenset({"รวม", "รวมทั้งสิ้น", "รวมทั้งหมด", "ยอดรวม", "total"})
_BY_LENGTH = {length: name for name, length in values.CODE_LENGTHS.items()}


@dataclass(slots=True)
class SchoolRow:
    """What one row says; a field it says nothing of is absent, so an empty cell erases nothing."""

    row: int
    said: dict[str, Any] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The school's name, or nothing."""
        return str(self.said.get("name", ""))

    def copy(self) -> SchoolRow:
        """The row for another plan: what one plan finds of it is not the next one's."""
        return SchoolRow(self.row, dict(self.said), list(self.messages))

    @property
    def is_refused(self) -> bool:
        """Whether something said of the row forbids writing it."""
        return any(message.level == "refused" for message in self.messages)

    def refuse(self, code: str, text: Text, name: str | None = None) -> None:
        """Forbid writing the row, for this reason."""
        self.messages.append(Message(code, "refused", text, name))

    def warn(self, code: str, text: Text, name: str | None = None) -> None:
        """Tell something a person should look at; the row is written all the same."""
        self.messages.append(Message(code, "warning", text, name))


def read_rows(table: Table, columns: Columns) -> tuple[list[SchoolRow], tuple[int, ...]]:
    """The rows that speak of a school, and the numbers of those that do not (totals, headings)."""
    rows: list[SchoolRow] = []
    ignored: list[int] = []
    for number, cells in _below(table, columns):
        named = {
            name: cells[column] for column, name in columns.fields.items() if column < len(cells)
        }
        if not any(cell.text.strip() for cell in cells):
            continue
        if _is_no_school(named, columns):
            ignored.append(number)
        else:
            rows.append(_read(number, named))
    return rows, tuple(ignored)


def _below(table: Table, columns: Columns) -> Iterator[tuple[int, list[Cell]]]:
    return enumerate(table.rows[columns.header_row :], start=columns.header_row + 1)


def _is_no_school(named: Mapping[str, Cell], columns: Columns) -> bool:
    """Whether the row is the headings again, or a total, which has no code."""
    if columns.headings.get(normalise(named["name"].text if "name" in named else "")) == "name":
        return True
    codes = ("code", *values.CODE_LENGTHS)
    if any(key in named and named[key].text.strip() for key in codes):
        return False
    return any(normalise(cell.text).casefold() in _TOTALS for cell in named.values())


def _read(number: int, named: Mapping[str, Cell]) -> SchoolRow:
    row = SchoolRow(number)
    for name, cell in named.items():
        if name == "code" or name in values.CODE_LENGTHS:
            _read_code(row, name, cell)
        elif name in ("parent_code", "office_code"):
            _read_other_code(row, name, cell)
        else:
            _read_value(row, name, cell)
    if not row.name:
        row.refuse("name_required", Text("ไม่มีชื่อโรงเรียน", "There is no school name"), "name")
    elif looks_torn(row.name):
        row.warn("torn_name", _TORN, "name")
    _check_codes(row)
    return row


def _read_value(row: SchoolRow, name: str, cell: Cell) -> None:
    try:
        value = _READERS[name](cell)
    except values.Unreadable as error:
        row.refuse(error.code, error.text, name)
        return
    if value not in (None, ""):
        row.said[name] = value


def _read_code(row: SchoolRow, name: str, cell: Cell) -> None:
    try:
        code = values.read_code(cell, values.CODE_LENGTHS.get(name))
    except values.Unreadable as error:
        row.refuse(error.code, error.text, name)
        return
    if not code.text:
        return
    kept = _BY_LENGTH[len(code.text)]
    if code.restored:
        row.warn("zero_restored", _zero_restored(code.text), name)
    if row.said.setdefault(kept, code.text) != code.text:
        row.refuse("codes_differ", _differ(code.text, row.said[kept]), name)


def _read_other_code(row: SchoolRow, name: str, cell: Cell) -> None:
    """A code of something else than the school: where it cannot be read, the school still can."""
    length = 8 if name == "parent_code" else 4
    try:
        code = values.read_code(cell, length).text
    except values.Unreadable as error:
        row.warn(error.code, error.text, name)
        return
    if code:
        row.said[name] = code


def _check_codes(row: SchoolRow) -> None:
    moe, smis, obec = (row.said.get(name, "") for name in values.CODE_LENGTHS)
    # A branch without a ministry code of its own is given 10 and its SMIS code.
    if moe and obec and not moe.endswith(obec) and moe != f"10{smis}":
        text = Text(
            f"รหัส 6 หลัก {obec} ไม่ตรงกับท้ายรหัสกระทรวง {moe}",
            f"The six-digit code {obec} is not the end of the ministry code {moe}",
        )
        row.warn("codes_disagree", text, "obec_code")
    if row.said.get("is_branch") and "parent_code" not in row.said:
        row.warn("no_parent", _NO_PARENT, "parent_code")
    if smis and row.said.get("parent_code") == smis:
        row.refuse("own_parent", _OWN_PARENT, "parent_code")


def _place(kind: str) -> Callable[[Cell], str]:
    return lambda cell: values.read_place(cell, kind)


def _line(longest: int) -> Callable[[Cell], str]:
    return lambda cell: values.read_line(cell, longest)


_READERS: dict[str, Callable[[Cell], Any]] = {
    "name": values.read_school_name,
    "short_name": _line(255),
    "name_en": _line(255),
    "level": _line(80),
    "subdistrict": _place("subdistrict"),
    "district": _place("district"),
    "province": _place("province"),
    "cluster": _line(200),
    "students": values.read_count,
    "uses_dltv": values.read_flag,
    "is_branch": values.read_flag,
    "status": values.read_status,
    "email": values.read_email,
}


def _zero_restored(code: str) -> Text:
    return Text(
        f"Excel เก็บรหัสเป็นตัวเลขและตัดเลข 0 นำหน้า เติมให้เป็น {code} แล้ว โปรดตรวจสอบ",
        f"Excel stored the code as a number without its leading 0; read as {code}, please check",
    )


def _differ(one: str, other: str) -> Text:
    return Text(
        f"รหัส {one} กับ {other} ในแถวเดียวกันไม่ตรงกัน",
        f"The codes {one} and {other} of this row differ",
    )


_TORN = Text(
    "ชื่อดูเหมือนคัดลอกจาก PDF สระหรือวรรณยุกต์อาจหาย โปรดตรวจสอบ",
    "The name looks copied from a PDF and may have lost vowels or tone marks; please check",
)
_NO_PARENT = Text(
    "เป็นสาขาแต่ไม่ได้ระบุรหัสโรงเรียนหลัก",
    "A branch, but its main school's code is missing",
)
_OWN_PARENT = Text(
    "รหัสโรงเรียนหลักเป็นรหัสของโรงเรียนเอง",
    "The main school's code is the school's own",
)
