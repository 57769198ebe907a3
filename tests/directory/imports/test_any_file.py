"""Whatever bytes arrive, the answer is a report or a refusal that names the file; never a fault."""

from __future__ import annotations

import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from vcs.core.errors import DomainError
from vcs.directory.imports import ImportReport, import_schools
from vcs.directory.models import Office

HEADINGS = ["ชื่อสถานศึกษา", "รหัสโรงเรียน", "อำเภอ", "จำนวนนักเรียน", "สถานะ", "อีเมล", "dltv"]
CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["99010001", "๙๙๐๑๐๐๐๑", "1099990001", "รร.ก", "เลิก", "ใช้", "-", '"', "\r", "\0"]
    ),
)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=6)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp874"])
QUICK = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def _import(office: Office, data: bytes, *, dry_run: bool) -> ImportReport | DomainError:
    try:
        return import_schools(actor=None, office=office, name="f", data=data, dry_run=dry_run)
    except DomainError as error:
        return error


def _dry(office: Office, data: bytes) -> None:
    found = _import(office, data, dry_run=True)
    if isinstance(found, DomainError):
        assert found.errors[0].pointer == "/file"
        assert found.detail.th
    else:
        outcomes = [found.counts[name] for name in ("new", "changed", "unchanged", "refused")]
        assert sum(outcomes) == len(found.rows)
        json.dumps(found.as_dict())


@QUICK
@given(st.binary(max_size=400))
def test_any_bytes_are_reported_or_refused(office: Office, data: bytes) -> None:
    _dry(office, data)


@QUICK
@given(ROWS, ENCODINGS, st.sampled_from(",;\t"), st.integers(0, 400))
def test_any_table_of_text_is_reported_or_refused(
    office: Office, rows: list[list[str]], encoding: str, delimiter: str, cut: int
) -> None:
    text = "\n".join(delimiter.join(row) for row in [HEADINGS, *rows])
    _dry(office, text.encode(encoding, "replace")[: cut + 200])


@QUICK
@given(ROWS, st.binary(min_size=1, max_size=4), st.integers(0, 10_000))
def test_any_damaged_workbook_is_reported_or_refused(
    office: Office, rows: list[list[str]], damage: bytes, where: int
) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for number, row in enumerate([HEADINGS, *rows], start=1):
        for column, text in enumerate(row, start=1):
            if text.isprintable():
                sheet.cell(number, column, text)
    out = io.BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    where %= len(data) + 500
    data[where : where + len(damage)] = damage
    _dry(office, bytes(data))


@pytest.mark.parametrize("sign", ["\ud800", "\u200b", "\ufeff", "\x1b", "\u202e"])
def test_signs_that_no_database_takes_never_reach_it(office: Office, sign: str) -> None:
    text = f"ชื่อสถานศึกษา,รหัสโรงเรียน,อำเภอ\nโรงเรียน{sign}ก,99010001,เมือง{sign}\n"
    found = _import(office, text.encode("utf-8", "surrogatepass"), dry_run=False)
    if isinstance(found, DomainError):
        assert found.errors[0].code == "broken_text"
        assert sign == "\ud800"
    else:
        school = office.schools.get()
        assert (school.name, school.district) == ("โรงเรียนก", "เมือง")
