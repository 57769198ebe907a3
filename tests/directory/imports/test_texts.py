from __future__ import annotations

import pytest

from vcs.core.errors import DomainError, InvalidInput, TooLarge
from vcs.directory.imports.columns import known_headings
from vcs.directory.imports.table import Table
from vcs.directory.imports.texts import read_text

TEXT = "ชื่อสถานศึกษา,รหัสโรงเรียน\nโรงเรียนเนตรเธียรเนินน้ำ,99010001\nโรงเรียนแม่กก,99010002\n"


def _read(data: bytes) -> Table:
    return read_text(data, known_headings)


def _cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.rows]


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("cp874", "cp874"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_of_any_encoding_and_delimiter_reads_alike(
    encoding: str, named: str, delimiter: str
) -> None:
    table = _read(TEXT.replace(",", delimiter).encode(encoding))
    assert table.encoding == named
    assert _cells(table) == [line.split(",") for line in TEXT.splitlines()]


def test_windows_874_keeps_quotes_and_dashes_that_tis_620_lacks() -> None:
    table = _read("ชื่อ,ระดับ\nโรงเรียน “ก”,อนุบาล–ประถม…\n".encode("cp874"))
    assert _cells(table)[1] == ["โรงเรียน “ก”", "อนุบาล–ประถม…"]


def test_windows_874_is_not_taken_for_broken_utf8() -> None:
    # เน and เธ are, in Windows-874, the first two bytes of a Thai letter in UTF-8.
    assert _read("ชื่อ\nเนตรเนินเธียร\n".encode("cp874")).encoding == "cp874"


@pytest.mark.parametrize("cut", [1, 2])
def test_broken_utf8_names_its_line_and_the_remedy(cut: int) -> None:
    data = TEXT.encode()
    where = data.index("แม่กก".encode())
    broken = data[: where + cut] + data[where + 3 :]
    with pytest.raises(InvalidInput) as refused:
        _read(broken)
    assert refused.value.data["line"] == 3
    assert "บรรทัด 3" in refused.value.detail.th
    assert "CSV UTF-8" in refused.value.detail.en


def test_utf8_with_a_bom_that_breaks_later_is_refused_not_guessed() -> None:
    with pytest.raises(InvalidInput):
        _read(b"\xef\xbb\xbf" + "ชื่อ\n".encode() + b"\xe0\xb9\n")


def test_utf16_cut_in_the_middle_of_a_letter_is_refused() -> None:
    with pytest.raises(InvalidInput):
        _read(TEXT.encode("utf-16")[:-1])


def test_excels_separator_line_is_obeyed() -> None:
    table = _read("sep=;\nชื่อ;อำเภอ\nก;ข,ค\n".encode())
    assert _cells(table) == [["ชื่อ", "อำเภอ"], ["ก", "ข,ค"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_end_ends_a_row(end: str) -> None:
    assert len(_read(TEXT.replace("\n", end).encode()).rows) == 3


def test_a_quoted_cell_may_hold_the_delimiter_quotes_and_a_line_end() -> None:
    table = _read('ชื่อ,อำเภอ\n"โรงเรียน ""ก"", ข\nค",เมือง\n'.encode())
    assert _cells(table)[1] == ['โรงเรียน "ก", ข\nค', "เมือง"]


def test_a_quotation_mark_never_closed_is_told_by_its_row() -> None:
    rest = "โรงเรียนก,เมือง\n" * 1000
    with pytest.raises(InvalidInput) as refused:
        _read(f'ชื่อ,อำเภอ\n"โรงเรียน,เมือง\n{rest}'.encode())
    assert refused.value.data["row"] == 2


@pytest.mark.parametrize(
    "data", [b"\0\0\0\0", b"a\0b\0c", "ชื่อ,ก\0\n".encode(), b"\xff\xd8\xff\xe0" * 9, b'"' * 200_001]
)
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(DomainError):
        _read(data)


def test_a_row_of_too_many_columns_is_refused() -> None:
    with pytest.raises(TooLarge):
        _read(("ชื่อ" + "," * 300 + "\n").encode())
