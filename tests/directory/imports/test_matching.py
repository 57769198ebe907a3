"""Which school a row means, and what is left to a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vcs.directory.imports import ImportReport
from vcs.directory.models import Office, School

ImportIt = Callable[..., ImportReport]
HEAD = "ชื่อโรงเรียน,รหัส SMIS,รหัสกระทรวง,อำเภอ,รหัสโรงเรียนหลัก\n"


@pytest.fixture
def known(office: Office) -> dict[str, School]:
    """Two schools of one name in two districts, one without any code, one main school."""
    rows = {
        "north": ("โรงเรียนบ้านโคก", "99010001", "1099990001", "เหนือ"),
        "south": ("โรงเรียนบ้านโคก", "99010002", "1099990002", "ใต้"),
        "bare": ("โรงเรียนบ้านนา", "", "", "เหนือ"),
        "main": ("โรงเรียนวัดใหม่", "99010004", "1099990004", "ใต้"),
    }
    return {
        key: School.objects.create(
            office=office, name=name, smis_code=smis, moe_code=moe, district=district
        )
        for key, (name, smis, moe, district) in rows.items()
    }


def _only(report: ImportReport) -> tuple[str, int | None, list[str]]:
    (row,) = report.rows
    return row.outcome, row.school, [message.code for message in row.messages]


@pytest.mark.parametrize(
    ("line", "key", "outcome"),
    [
        ("รร.บ้านโคก,99010002,,,", "south", "unchanged"),
        ("บ้านโคก,,1099990001,เหนือ,", "north", "unchanged"),
        ("โรงเรียน บ้านโคก,,,อ.ใต้,", "south", "unchanged"),
        ("โรงเรียนบ้านนา,99010003,,เหนือ,", "bare", "changed"),
        ("โรงเรียนวัดใหม่,9901-0004,1099990004,ใต้,", "main", "unchanged"),
    ],
)
def test_a_row_finds_its_school(
    import_it: ImportIt, known: dict[str, School], line: str, key: str, outcome: str
) -> None:
    assert _only(import_it((HEAD + line + "\n").encode()))[:2] == (outcome, known[key].pk)
    assert School.objects.count() == 4


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("โรงเรียนบ้านโคก,,,,", "ambiguous"),
        ("โรงเรียนบ้านนา,,,,", "ambiguous"),
        ("โรงเรียนบ้านโคก,99010001,1099990002,,", "codes_of_two"),
        ("โรงเรียนบ้านโคก,99010004,,เหนือ,", "code_and_name_differ"),
        ("โรงเรียนวัดใหม่,99010004,,ใต้,99010004", "own_parent"),
        ("โรงเรียนบ้านไกล,9901000,,เหนือ,", "bad_code"),
        ("โรงเรียนบ้านไกล,9.901E+07,,เหนือ,", "digits_lost"),
    ],
)
def test_what_is_unclear_is_refused_to_a_person(
    import_it: ImportIt, known: dict[str, School], line: str, code: str
) -> None:
    outcome, school, codes = _only(import_it((HEAD + line + "\n").encode()))
    assert (outcome, school, codes) == ("refused", None, [code])


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("โรงเรียนบ้านโคก,,,ตะวันออก,", []),
        ("โรงเรียนบ้านไกล,,,,", []),
        ("โรงเรียนบ้านโคก,99010009,,เหนือ,", ["same_name"]),
        ("โรงเรียนบ้านส านักงาน,99010009,,เหนือ,", ["torn_name"]),
        ("โรงเรียนบ้านไกล,99010009,,เหนือ,99019999", ["unknown_parent"]),
    ],
)
def test_what_is_new_is_added_and_what_is_odd_is_told(
    import_it: ImportIt, known: dict[str, School], line: str, codes: list[str]
) -> None:
    outcome, school, told = _only(import_it((HEAD + line + "\n").encode()))
    assert outcome == "new"
    assert told == codes
    assert School.objects.filter(pk=school).exists() or school is None


def test_the_same_school_twice_in_a_file_is_refused_the_second_time(import_it: ImportIt) -> None:
    text = (
        HEAD + "โรงเรียนก,99010001,,เหนือ,\nโรงเรียนข,99010001,,ใต้,\n"
        "โรงเรียนค,,,เหนือ,\nรร.ค,,,อำเภอเหนือ,\n"
    )
    report = import_it(text.encode(), skip_bad=True)
    assert [row.outcome for row in report.rows] == ["new", "refused", "new", "refused"]
    assert "แถว 2" in report.rows[1].messages[0].text.th
    assert School.objects.count() == 2


def test_two_rows_that_mean_one_school_in_two_ways_are_told(
    import_it: ImportIt, known: dict[str, School]
) -> None:
    text = HEAD + "โรงเรียนบ้านโคก,99010001,,,\nโรงเรียนบ้านโคก,,1099990001,เหนือ,\n"
    report = import_it(text.encode(), skip_bad=True)
    assert [row.outcome for row in report.rows] == ["unchanged", "refused"]


@pytest.mark.parametrize("main_first", [True, False])
def test_a_branch_with_its_main_schools_ministry_code_is_stored_without_it(
    import_it: ImportIt, main_first: bool
) -> None:
    main = "โรงเรียนหลัก,99010001,1099990001,เหนือ,\n"
    branch = "โรงเรียนหลัก สาขาดอย,99010002,1099990001,เหนือ,99010001\n"
    report = import_it((HEAD + (main + branch if main_first else branch + main)).encode())
    assert report.ok
    stored = School.objects.get(smis_code="99010002")
    assert (stored.moe_code, stored.parent) == ("", School.objects.get(smis_code="99010001"))
    assert [m.code for row in report.rows for m in row.messages] == ["code_of_main"]


def test_a_branch_added_later_does_not_take_over_its_main_school(
    import_it: ImportIt, known: dict[str, School]
) -> None:
    report = import_it((HEAD + "โรงเรียนวัดใหม่ สาขาดอย,,1099990004,ใต้,99010004\n").encode())
    assert _only(report)[0] == "new"
    assert _only(report)[2] == ["code_of_main"]
    assert School.objects.get(pk=known["main"].pk).name == "โรงเรียนวัดใหม่"
    assert School.objects.get(name__endswith="สาขาดอย").parent == known["main"]


def test_a_ministry_code_of_two_schools_that_are_no_branches_is_refused(
    import_it: ImportIt,
) -> None:
    text = HEAD + "โรงเรียนก,99010001,1099990001,ก,\nโรงเรียนข,99010002,1099990001,ข,\n"
    assert [row.outcome for row in import_it(text.encode()).rows] == ["new", "refused"]


def test_a_change_of_code_is_told(import_it: ImportIt, known: dict[str, School]) -> None:
    report = import_it((HEAD + "โรงเรียนวัดใหม่,99010004,1099990005,ใต้,\n").encode())
    assert _only(report) == ("changed", known["main"].pk, ["telling_change"])
    assert School.objects.get(pk=known["main"].pk).moe_code == "1099990005"


@pytest.mark.parametrize("name", ["บ้านนา", "รร.บ้านนา", "ร.ร.บ้านนา", "โรงเรียน  บ้านนา"])
def test_a_name_that_differs_only_by_the_word_school_is_no_change(
    import_it: ImportIt, known: dict[str, School], name: str
) -> None:
    report = import_it((HEAD + f"{name},,,เหนือ,\n").encode())
    assert _only(report)[:2] == ("unchanged", known["bare"].pk)
