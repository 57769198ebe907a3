"""Which column is what: headings as offices and programs write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from vcs.core.errors import Text
from vcs.core.thai import normalise, to_arabic_digits
from vcs.directory.imports.table import Cell, Table, unreadable

# "-" is a column that is known and not kept.
_HEADINGS = {
    "name": "ชื่อสถานศึกษา|ชื่อโรงเรียน|โรงเรียน|สถานศึกษา|ชื่อ|ชื่อหน่วยงาน|รายชื่อโรงเรียน"
    "|name|school|school name|school_name|name_th|schoolname",
    "short_name": "ชื่อย่อ|ชื่อย่อโรงเรียน|short_name|short name",
    "name_en": "ชื่อภาษาอังกฤษ|ชื่อโรงเรียนภาษาอังกฤษ|ชื่ออังกฤษ|name_en|english name|name english",
    "code": "รหัสโรงเรียน|รหัสสถานศึกษา|รหัส|code|school code|school_code|school_id|schoolid",
    "moe_code": "รหัสกระทรวง|รหัสกระทรวง 10 หลัก|รหัส 10 หลัก|รหัสโรงเรียน 10 หลัก"
    "|รหัสกระทรวงศึกษาธิการ|moe_code|moe_code10|ministry code|moe",
    "smis_code": "รหัส smis|รหัส smis 8 หลัก|รหัสโรงเรียน smis|smis|รหัส 8 หลัก|smis_code|smis_code8"
    "|รหัสโรงเรียน 8 หลัก|รหัส percode|percode",
    "obec_code": "รหัส 6 หลัก|รหัสโรงเรียน 6 หลัก|รหัส สพฐ|รหัส obec|obec_code|obec_code6|obec",
    "parent_code": "รหัสโรงเรียนหลัก|รหัสโรงเรียนแม่|โรงเรียนหลัก|parent_smis_code8|parent_smis_code"
    "|parent_code|parent",
    "office_code": "รหัสเขต|รหัสเขตพื้นที่|รหัสเขตพื้นที่การศึกษา|รหัส สพท|area_office_code|area_code",
    "level": "ระดับ|ระดับที่เปิดสอน|ระดับชั้นที่เปิดสอน|ช่วงชั้น|level",
    "subdistrict": "ตำบล|ตำบล/แขวง|แขวง/ตำบล|แขวง|tambon|subdistrict|sub district",
    "district": "อำเภอ|อำเภอ/เขต|เขต/อำเภอ|amphoe|amphur|district",
    "province": "จังหวัด|province|changwat",
    "cluster": "กลุ่มเครือข่าย|กลุ่มเครือข่ายโรงเรียน|กลุ่มโรงเรียน|เครือข่าย|ศูนย์เครือข่าย|กลุ่ม"
    "|เครือข่ายสถานศึกษา|กลุ่มเครือข่ายสถานศึกษา|network_group|network group|cluster|network",
    "students": "จำนวนนักเรียน|นักเรียน|นักเรียนรวม|รวมนักเรียน|นักเรียนทั้งหมด|จำนวนนักเรียนทั้งหมด"
    "|จำนวนนักเรียนรวม|students|pupils|student count|number of students",
    "uses_dltv": "ใช้ dltv|dltv|โรงเรียน dltv|ใช้งาน dltv|uses_dltv|uses dltv",
    "is_branch": "สาขา|เป็นสาขา|ห้องเรียนสาขา|โรงเรียนสาขา|is_branch|branch",
    "status": "สถานะ|สถานะโรงเรียน|สภาพ|status",
    "email": "อีเมล|อีเมล์|อีเมลโรงเรียน|email|e-mail|school email",
    "-": "ลำดับ|ลำดับที่|ที่|no|no.|#|size|ขนาด|ขนาดโรงเรียน|area_office_name|area office"
    "|เขตพื้นที่|เขตพื้นที่การศึกษา|สพท|สังกัด|ชื่อเขตพื้นที่การศึกษา",
}
IGNORED = "-"
_HEADER_ROWS = 15
_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands, and which headings nobody knows."""

    header_row: int
    fields: dict[int, str]
    headings: dict[str, str]
    unknown: tuple[str, ...]


def known_headings(rows: Sequence[Sequence[Cell]]) -> int:
    """How many fields the best of these rows names: the way to find the right split or sheet."""
    return max((len(_fields(row)) for row in rows), default=0)


def find_columns(table: Table) -> Columns:
    """The row of headings, which may stand below a title, and what each column is."""
    top = table.rows[:_HEADER_ROWS]
    found = [(index, _fields(row)) for index, row in enumerate(top)]
    named = [(index, fields) for index, fields in found if "name" in fields.values()]
    if not named:
        raise _no_headings(top)
    index, fields = max(named, key=lambda each: len(each[1]))
    headings = [normalise(cell.text) for cell in top[index]]
    unknown = (
        heading
        for column, heading in enumerate(headings)
        if heading and column not in fields and _field(heading) != IGNORED
    )
    named_by = {headings[column]: name for column, name in fields.items()}
    return Columns(index + 1, fields, named_by, tuple(unknown))


def _fields(row: Sequence[Cell]) -> dict[int, str]:
    """The known columns of a row of headings; of two for one field the first is meant."""
    fields: dict[int, str] = {}
    for column, cell in enumerate(row):
        name = _field(cell.text)
        if name and name != IGNORED and name not in fields.values():
            fields[column] = name
    return fields


def _field(heading: str) -> str | None:
    text = normalise(heading)
    return _BY_KEY.get(_key(text)) or _BY_KEY.get(_key(_BRACKETS.sub("", text)))


def _key(heading: str) -> str:
    folded = to_arabic_digits(normalise(heading)).casefold()
    return "".join(sign for sign in folded if sign == "#" or unicodedata.category(sign)[0] in "LMN")


def _no_headings(top: list[list[Cell]]) -> Exception:
    seen = ", ".join(normalise(cell.text)[:40] for row in top[:1] for cell in row[:8])
    return unreadable(
        "no_headings",
        Text(
            "ไม่พบหัวคอลัมน์ชื่อโรงเรียน แถวหัวตารางต้องมี “ชื่อสถานศึกษา” และควรมี “รหัสโรงเรียน” "
            f"“อำเภอ” (แถวแรกของไฟล์คือ: {seen})",
            "No column of school names: the heading row must have “name” and should have "
            f"“smis_code” and “district” (the first row reads: {seen})",
        ),
    )


_BY_KEY = {
    _key(heading): name for name, headings in _HEADINGS.items() for heading in headings.split("|")
}
