"""Whole files: what comes in, what is refused, and that nothing is ever half written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import vcs.directory.demo
from vcs.core.errors import InvalidInput, NotAllowed, TooLarge
from vcs.directory.imports import ImportReport, import_schools, importing
from vcs.directory.models import AuditEntry, Cluster, Office, School, User

ImportIt = Callable[..., ImportReport]
Bytes = Callable[[str], bytes]
HEAD = "ชื่อสถานศึกษา,รหัสโรงเรียน,อำเภอ,จำนวนนักเรียน\n"


@pytest.fixture
def demo() -> bytes:
    """The list of 220 schools."""
    return (Path(vcs.directory.demo.__path__[0]) / "schools.csv").read_bytes()


def _codes(report: ImportReport) -> list[str]:
    return [message.code for row in report.rows for message in row.messages]


@pytest.mark.parametrize("name", ["utf8-bom", "cp874", "utf16-tab", "utf8-decomposed"])
def test_the_same_eight_schools_come_out_of_every_encoding(
    import_it: ImportIt, fixture_bytes: Bytes, name: str
) -> None:
    report = import_it(fixture_bytes(name))
    assert report.written
    assert report.counts == {"new": 8, "changed": 0, "unchanged": 0, "refused": 0, "warnings": 0}
    rows = School.objects.order_by("smis_code").values_list(
        "smis_code", "name", "subdistrict", "district", "cluster__name", "students", "uses_dltv"
    )
    chan, pra, fluu, daen, ngoen, khok, khem, branch = rows
    assert chan[:6] == (
        "99010001",
        "โรงเรียนอนุบาลสมมุติ",
        "คลองสมมุติ",
        "เมืองสมมุติ",
        "กลุ่มเครือข่ายที่ 4 คลองโคก",
        2140,
    )
    assert pra[0] == "99010002"
    assert fluu[0:2] == ("99010004", "โรงเรียนฦๅนามสมมุติ")
    assert fluu[5:] == (113, True)
    assert daen[1] == 'โรงเรียนแดนสมมุติ "รัฐราษฎร์อุปถัมภ์"'
    assert daen[4] == "กลุ่มเครือข่ายที่ 9 น้ำไร่ทุ่ง"
    assert ngoen[3] == "เวียงสมมุติ"
    assert khok[3] == "เกาะสมมุติ"
    assert khem[1] == "โรงเรียนบ้านทรายคำ (ประชาอุปถัมภ์)"
    assert khem[5] is None
    assert branch[1] == "โรงเรียนบ้านภูเงินพัฒนา สาขาห้วยสมมุติ"


@pytest.mark.parametrize("name", ["utf8-bom", "cp874", "utf16-tab", "utf8-decomposed"])
def test_the_eight_are_recognised_in_the_full_list(
    import_it: ImportIt, fixture_bytes: Bytes, demo: bytes, name: str
) -> None:
    import_it(demo)
    report = import_it(fixture_bytes(name))
    assert report.counts["unchanged"] == 8
    assert report.not_in_file == 212
    assert School.objects.get(smis_code="99010151").students == 182  # an empty cell erases nothing


def test_the_full_list_comes_in_with_branches_clusters_and_states(
    import_it: ImportIt, demo: bytes
) -> None:
    report = import_it(demo)
    assert report.counts == {"new": 220, "changed": 0, "unchanged": 0, "refused": 0, "warnings": 0}
    assert report.file.unknown_columns == ()
    assert Cluster.objects.count() == 12
    assert [c.position for c in Cluster.objects.all()] == list(range(1, 13))
    branch = School.objects.get(smis_code="99010213")
    assert branch.parent == School.objects.get(smis_code="99010021")
    assert (branch.moe_code, branch.obec_code) == ("1099010213", "990213")
    assert School.objects.filter(moe_code="").count() == 3
    assert School.objects.get(smis_code="99010219").status == "closed"
    assert School.objects.get(smis_code="99010220").status == "merged"
    longest = School.objects.get(smis_code="99010003")
    assert len(longest.name) == 129
    assert longest.short_name == longest.name.removeprefix("โรงเรียน")


def test_the_same_list_twice_changes_nothing(import_it: ImportIt, demo: bytes) -> None:
    import_it(demo)
    before = list(School.objects.values_list("id", "version", "updated_at"))
    report = import_it(demo)
    assert report.counts["unchanged"] == 220
    assert list(School.objects.values_list("id", "version", "updated_at")) == before


def test_an_import_takes_few_queries_whatever_the_rows(
    import_it: ImportIt, demo: bytes, django_assert_max_num_queries: Any
) -> None:
    import_it(demo)
    with django_assert_max_num_queries(12):
        import_it(demo)


def test_a_dry_run_tells_the_same_and_writes_nothing(import_it: ImportIt, demo: bytes) -> None:
    report = import_it(demo, dry_run=True)
    assert report.counts["new"] == 220
    assert len(report.new_clusters) == 12
    assert report.dry_run
    assert not report.written
    assert not School.objects.exists()
    assert not Cluster.objects.exists()
    assert not AuditEntry.objects.exists()


BAD = (
    HEAD + "โรงเรียนบ้านหนึ่ง,99010001,เมือง,10\n"
    "โรงเรียนบ้านสอง,990100,เมือง,สิบ\n"
    ",99010003,เมือง,5\n"
    "โรงเรียนบ้านสี่,99010004,เมือง,\n"
)


def test_one_bad_row_keeps_the_whole_file_out(import_it: ImportIt) -> None:
    report = import_it(BAD.encode())
    assert not report.ok
    assert not report.written
    assert report.counts["refused"] == 2
    assert not School.objects.exists()
    assert not AuditEntry.objects.exists()
    second, third = report.rows[1], report.rows[2]
    assert [(m.field, m.code) for m in second.messages] == [("students", "bad_number")]
    assert (second.row, second.level, third.row) == (3, "refused", 4)
    assert [(m.field, m.code) for m in third.messages] == [("name", "name_required")]
    assert "ไม่มีชื่อโรงเรียน" in third.messages[0].text.th


def test_skip_bad_brings_the_good_rows_in(import_it: ImportIt) -> None:
    report = import_it(BAD.encode(), skip_bad=True)
    assert report.written
    assert [row.outcome for row in report.rows] == ["new", "refused", "refused", "new"]
    assert School.objects.count() == 2


def test_a_fault_while_writing_leaves_nothing(
    import_it: ImportIt, demo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_data: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(importing.audit, "record", fail)
    with pytest.raises(RuntimeError):
        import_it(demo)
    assert not School.objects.exists()
    assert not Cluster.objects.exists()


def test_an_import_leaves_its_trace(import_it: ImportIt, admin_user: User, demo: bytes) -> None:
    import_it(demo)
    changed = demo.replace("โรงเรียนอนุบาลสมมุติ,".encode(), "โรงเรียนอนุบาลใหม่,".encode())
    report = import_it(changed)
    school = School.objects.get(smis_code="99010001")
    entry = AuditEntry.objects.filter(action="schools.imported").first()
    assert entry is not None
    assert entry.actor == admin_user
    assert entry.data["changed"] == {str(school.pk): ["name"]}
    assert report.rows[0].messages[0].code == "renamed"
    assert school.version == 2
    assert "อนุบาลใหม" in school.search_key


def test_only_who_manages_schools_of_this_office_may_import(
    office: Office, clerk: User, operator: User, stranger: User, obec: User, demo: bytes
) -> None:
    for person in (clerk, operator, stranger, obec):
        with pytest.raises(NotAllowed):
            import_schools(actor=person, office=office, name="f", data=demo, dry_run=True)


def test_another_offices_schools_are_neither_matched_nor_touched(
    import_it: ImportIt, other_office: Office, demo: bytes
) -> None:
    foreign = School.objects.create(
        office=other_office, name="โรงเรียนอนุบาลสมมุติ", smis_code="99010001", district="ก"
    )
    report = import_it(demo)
    assert report.counts["new"] == 220
    foreign.refresh_from_db()
    assert foreign.district == "ก"


def test_a_list_of_another_office_is_refused_row_by_row(
    import_it: ImportIt, office: Office, demo: bytes
) -> None:
    Office.objects.filter(pk=office.pk).update(code="9903")
    office.refresh_from_db()
    report = import_it(demo)
    assert report.counts["refused"] == 220
    assert set(_codes(report)) == {"other_office"}


def test_an_office_whose_code_is_of_another_kind_is_not_compared(
    import_it: ImportIt, office: Office, demo: bytes
) -> None:
    Office.objects.filter(pk=office.pk).update(code="spm-1")
    office.refresh_from_db()
    assert import_it(demo).ok


def test_unknown_columns_are_reported(import_it: ImportIt) -> None:
    report = import_it("ชื่อสถานศึกษา,อำเภอ,เลขมิเตอร์ไฟ\nก,เมือง,3\n".encode())
    assert report.file.unknown_columns == ("เลขมิเตอร์ไฟ",)
    assert report.messages[0].code == "unknown_columns"


def test_totals_blank_rows_and_repeated_headings_are_passed_over(import_it: ImportIt) -> None:
    text = HEAD + "โรงเรียนหนึ่ง,99010001,เมือง,10\n,,,\n" + HEAD + "รวม,,,10\n"
    report = import_it(text.encode())
    assert [row.row for row in report.rows] == [2]
    assert report.file.ignored_rows == (4, 5)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        ("ก,ข\n1,2\n".encode(), "no_headings"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old_spreadsheet"),
        (b"PK\x03\x04 not really", "unreadable_spreadsheet"),
        (b"%PDF-1.7\n\x00\x01\x02\x03\xff", "not_a_table"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_remedy(
    import_it: ImportIt, data: bytes, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        import_it(data)
    assert [(e.pointer, e.code) for e in refused.value.errors] == [("/file", code)]
    assert refused.value.detail.th


def test_a_file_beyond_the_limit_is_refused_unread(import_it: ImportIt, settings: Any) -> None:
    settings.VCS_MAX_BODY_BYTES = 1024
    with pytest.raises(TooLarge):
        import_it(b"x" * 1025)


def test_a_file_of_too_many_rows_is_refused(import_it: ImportIt) -> None:
    row = "โรงเรียนหนึ่ง,,เมือง,10\n"
    with pytest.raises(TooLarge) as refused:
        import_it((HEAD + row * 20_050).encode())
    assert "20,000" in refused.value.detail.en


def test_a_cluster_is_found_by_its_name_however_it_is_written(
    import_it: ImportIt, office: Office
) -> None:
    cluster = Cluster.objects.create(office=office, name="กลุ่มเครือข่ายที่ 4 คลองโคก")
    report = import_it("ชื่อโรงเรียน,อำเภอ,เครือข่าย\nก,เมือง,กลุ่มเครือข่ายที่ ๔  คลองโคก\n".encode())
    assert report.new_clusters == ()
    assert School.objects.get().cluster == cluster


def test_report_as_dict_is_plain_json(import_it: ImportIt) -> None:
    told = import_it(BAD.encode()).as_dict()
    assert told["counts"]["refused"] == 2
    assert told["rows"][1]["messages"][0] == {
        "code": "bad_number",
        "level": "refused",
        "field": "students",
        "text": told["rows"][1]["messages"][0]["text"],
    }
    assert set(told["rows"][1]["messages"][0]["text"]) == {"th", "en"}
