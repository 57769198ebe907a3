"""What a cell says, once read: codes as text, numbers as numbers, names as they are written out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from vcs.core.errors import Text
from vcs.core.thai import normalise, to_arabic_digits
from vcs.directory.imports.table import Cell
from vcs.directory.models import School

CODE_LENGTHS = {"moe_code": 10, "smis_code": 8, "obec_code": 6}
MOST_STUDENTS = 100_000
_NOTHING = frozenset({"", "-", "–", "—", "ไม่มี", "n/a", "null", "none"})
_YES = frozenset({"ใช้", "ใช่", "มี", "เป็น", "1", "yes", "y", "true", "t", "✓", "✔", "/"})
_NO = frozenset({"ไม่ใช้", "ไม่ใช่", "ไม่มี", "ไม่เป็น", "0", "no", "n", "false", "f", "-", "✗"})
_STATUSES = {
    School.Status.OPEN: "open|เปิด|เปิดสอน|เปิดทำการ|เปิดทำการสอน|ดำเนินการ|ปกติ|active",
    School.Status.CLOSED: "closed|ปิด|เลิก|เลิกสอน|เลิกสถานศึกษา|ยุบ|ยุบเลิก|ยุบเลิกสถานศึกษา|inactive",
    School.Status.MERGED: "merged|รวม|ยุบรวม|รวมสถานศึกษา|ควบรวม",
}
_BY_STATUS = {word: value for value, words in _STATUSES.items() for word in words.split("|")}
_SCHOOL = re.compile(r"^(?:รร\.?|ร\.\s?ร\.?|โรงเรียน)\s*")
_PLACES = {
    "subdistrict": re.compile(r"^(?:ต\.|ตำบล)\s*"),
    "district": re.compile(r"^(?:อ\.|อำเภอ)\s*"),
    "province": re.compile(r"^(?:จ\.|จังหวัด)\s*"),
}
_QUOTED_BY_EXCEL = re.compile(r'^="(.*)"$')
_CODE_SIGNS = re.compile(r"[\s\-‐‑–—.]")
_SCIENTIFIC = re.compile(r"^\d(\.\d+)?E\+?\d+$", re.IGNORECASE)
_COUNT = re.compile(r"^(\d+)(?:\.0+)?(?:คน)?$")


class Unreadable(Exception):
    """A cell that cannot mean anything; its row is refused."""

    def __init__(self, code: str, text: Text) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text


@dataclass(frozen=True, slots=True)
class Code:
    """A code as text; `restored` where leading zeros a spreadsheet dropped were put back."""

    text: str
    restored: bool = False


def read_line(cell: Cell, longest: int) -> str:
    """A name or a place, repaired; nothing where the cell says there is none."""
    text = normalise(cell.text)
    if text.casefold() in _NOTHING:
        return ""
    if len(text) > longest:
        raise Unreadable(
            "too_long",
            Text(f"ยาวเกิน {longest} ตัวอักษร", f"Longer than {longest} characters"),
        )
    return text


def read_school_name(cell: Cell) -> str:
    """A school's name with รร. written out as โรงเรียน."""
    name = read_line(cell, 255)
    bare = _SCHOOL.sub("", name)
    return f"โรงเรียน{bare}" if bare != name else name


def bare_name(name: str) -> str:
    """A school's name without โรงเรียน, as it is compared and shown short."""
    return _SCHOOL.sub("", name) or name


def read_place(cell: Cell, kind: str) -> str:
    """A subdistrict, district or province without the word for it."""
    return _PLACES[kind].sub("", read_line(cell, 80))


def read_code(cell: Cell, length: int | None) -> Code:
    """A code of digits of this length; of any known length where None."""
    text = to_arabic_digits(normalise(cell.text)).removeprefix("'")
    text = _QUOTED_BY_EXCEL.sub(r"\1", text)
    if text.casefold() in _NOTHING:
        return Code("")
    if _SCIENTIFIC.match(text):
        raise Unreadable("digits_lost", _DIGITS_LOST)
    digits = _CODE_SIGNS.sub("", text)
    lengths = {length} if length else set(CODE_LENGTHS.values())
    if digits.isascii() and digits.isdigit():
        if len(digits) in lengths:
            return Code(digits)
        if cell.is_number and len(digits) + 1 in lengths:
            return Code(digits.zfill(len(digits) + 1), restored=True)
    raise Unreadable("bad_code", _bad_code(text, sorted(lengths)))


def read_count(cell: Cell) -> int | None:
    """A number of pupils, or None where the cell is empty."""
    text = to_arabic_digits(normalise(cell.text)).replace(",", "").replace(" ", "")
    if text.casefold() in _NOTHING:
        return None
    match = _COUNT.match(text)
    if match is None or int(match[1]) > MOST_STUDENTS:
        raise Unreadable(
            "bad_number",
            Text(
                f"“{cell.text[:40]}” ไม่ใช่จำนวนตั้งแต่ 0 ถึง {MOST_STUDENTS:,}",
                f"“{cell.text[:40]}” is not a number from 0 to {MOST_STUDENTS:,}",
            ),
        )
    return int(match[1])


def read_flag(cell: Cell) -> bool | None:
    """Yes or no, or None where the cell is empty."""
    word = to_arabic_digits(normalise(cell.text)).casefold()
    if not word:
        return None
    if word in _YES or word in _NO:
        return word in _YES
    raise Unreadable(
        "bad_flag",
        Text(f"“{word[:40]}” ต้องเป็น ใช้ หรือ ไม่ใช้", f"“{word[:40]}” must be yes or no"),
    )


def read_status(cell: Cell) -> str:
    """Open, closed or merged; nothing where the cell is empty."""
    word = normalise(cell.text).casefold().replace(" ", "")
    if not word:
        return ""
    if word not in _BY_STATUS:
        raise Unreadable(
            "bad_status",
            Text(
                f"“{word[:40]}” ต้องเป็น เปิดสอน เลิก หรือ รวมสถานศึกษา",
                f"“{word[:40]}” must be open, closed or merged",
            ),
        )
    return str(_BY_STATUS[word].value)


def read_email(cell: Cell) -> str:
    """An e-mail address, or nothing."""
    text = read_line(cell, 254)
    try:
        if text:
            validate_email(text)
    except ValidationError as error:
        raise Unreadable(
            "bad_email",
            Text(f"“{text[:60]}” ไม่ใช่อีเมล", f"“{text[:60]}” is not an e-mail address"),
        ) from error
    return text


def _bad_code(text: str, lengths: list[int]) -> Text:
    wanted = " / ".join(map(str, lengths))
    return Text(
        f"รหัส “{text[:40]}” ต้องเป็นตัวเลข {wanted} หลัก "
        "(ถ้า Excel ตัดเลข 0 นำหน้า ให้จัดรูปแบบคอลัมน์เป็นข้อความแล้วกรอกใหม่)",
        f"The code “{text[:40]}” must have {wanted} digits "
        "(if Excel dropped a leading 0, format the column as text and enter it again)",
    )


_DIGITS_LOST = Text(
    "Excel แปลงรหัสเป็นเลขยกกำลังและเลขท้ายหายไปแล้ว ให้จัดรูปแบบคอลัมน์เป็นข้อความแล้วกรอกใหม่",
    "Excel turned the code into a power of ten and its last digits are gone; format the column as "
    "text and enter it again",
)
