"""What an import would do to an office's schools; decided whole before anything is written."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from vcs.core.errors import Text
from vcs.core.thai import to_arabic_digits
from vcs.directory.imports.matching import KnownSchools, find_duplicates, name_key
from vcs.directory.imports.report import RowReport
from vcs.directory.imports.rows import SchoolRow
from vcs.directory.imports.values import bare_name
from vcs.directory.models import Cluster, Office, School

# Fields whose change in an existing school a person should see.
_TELLING = ("moe_code", "smis_code", "status")
_COPIED = (
    "moe_code",
    "smis_code",
    "obec_code",
    "short_name",
    "name_en",
    "level",
    "subdistrict",
    "district",
    "province",
    "students",
    "uses_dltv",
    "status",
    "email",
)


@dataclass(slots=True)
class Planned:
    """One row and the school it will be written to; `fields` are those that change."""

    row: SchoolRow
    school: School
    is_new: bool
    fields: set[str] = field(default_factory=set)

    def report(self) -> RowReport:
        """The row's outcome; a new school has its id once written."""
        outcome = "new" if self.is_new else "changed" if self.fields else "unchanged"
        return RowReport(
            row=self.row.row,
            outcome=outcome,  # type: ignore[arg-type]
            name=self.school.name,
            school=self.school.pk,
            fields=tuple(sorted(self.fields)),
            messages=tuple(self.row.messages),
        )


@dataclass(slots=True)
class Plan:
    """Every row's fate; nothing of it is in the database yet."""

    office: Office
    planned: list[Planned] = field(default_factory=list)
    refused: list[SchoolRow] = field(default_factory=list)
    new_clusters: list[Cluster] = field(default_factory=list)
    not_in_file: int = 0

    def reports(self) -> tuple[RowReport, ...]:
        """A report for each row, in the order of the file."""
        refused = [
            RowReport(row.row, "refused", row.name, messages=tuple(row.messages))
            for row in self.refused
        ]
        found = [*refused, *(planned.report() for planned in self.planned)]
        return tuple(sorted(found, key=lambda report: report.row))


def plan_import(office: Office, rows: list[SchoolRow]) -> Plan:
    """Match every row and note what changes; reads the office's schools and clusters once each."""
    known = KnownSchools(office.schools.select_related("cluster", "parent"))
    clusters = _Clusters(office)
    plan = Plan(office)
    find_duplicates(rows)
    matched: dict[int, int] = {}
    for row in rows:
        _refuse_foreign(office, row)
        school = None if row.is_refused else known.match(row)
        if school is not None and matched.setdefault(school.pk, row.row) != row.row:
            row.refuse("duplicate", _same_school(school, matched[school.pk]))
        if row.is_refused:
            plan.refused.append(row)
        else:
            plan.planned.append(_planned(office, row, school, clusters))
    _set_parents(plan, known)
    plan.new_clusters = clusters.new
    plan.not_in_file = len(known.all) - len(matched)
    return plan


class _Clusters:
    """The office's clusters by name, the missing ones made (not yet stored)."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.by_key = {_cluster_key(cluster.name): cluster for cluster in office.clusters.all()}
        self.new: list[Cluster] = []

    def named(self, name: str) -> Cluster:
        key = _cluster_key(name)
        if key not in self.by_key:
            number = re.search(r"\d{1,4}", to_arabic_digits(name))
            position = int(number[0]) if number else len(self.by_key) + 1
            self.by_key[key] = Cluster(office=self.office, name=name, position=position)
            self.new.append(self.by_key[key])
        return self.by_key[key]


def _planned(office: Office, row: SchoolRow, known: School | None, clusters: _Clusters) -> Planned:
    school = known or School(office=office)
    planned = Planned(row, school, is_new=known is None)
    _set_name(planned)
    for name in _COPIED:
        if name in row.said:
            _set(planned, name, row.said[name])
    if "cluster" in row.said:
        cluster = clusters.named(row.said["cluster"])
        if school.cluster != cluster:
            school.cluster = cluster
            planned.fields.add("cluster")
    return planned


def _set_name(planned: Planned) -> None:
    """Take a name that differs; the same one without the word โรงเรียน is no change."""
    school, name = planned.school, planned.row.name
    if not planned.is_new and name_key(school.name) == name_key(name):
        return
    if not planned.is_new:
        planned.row.warn("renamed", _changed("ชื่อ", "name", school.name, name), "name")
    _set(planned, "name", name)
    if "short_name" not in planned.row.said:
        _set(planned, "short_name", bare_name(name))


def _set(planned: Planned, name: str, value: Any) -> None:
    before = getattr(planned.school, name)
    if before == value:
        return
    if before and name in _TELLING and not planned.is_new:
        planned.row.warn("telling_change", _changed(name, name, before, value), name)
    setattr(planned.school, name, value)
    planned.fields.add(name)


def _set_parents(plan: Plan, known: KnownSchools) -> None:
    """Tie branches to their main schools, which may be new themselves."""
    by_smis = {code: school for (field, code), school in known.by_code.items() if field == _SMIS}
    by_smis |= {p.school.smis_code: p.school for p in plan.planned if p.school.smis_code}
    for planned in plan.planned:
        code = planned.row.said.get("parent_code")
        if not code:
            continue
        parent = by_smis.get(code)
        if parent is None:
            planned.row.warn("unknown_parent", _unknown_parent(code), "parent_code")
        elif planned.school.parent != parent:
            planned.school.parent = parent
            planned.fields.add("parent")


def _refuse_foreign(office: Office, row: SchoolRow) -> None:
    code = row.said.get("office_code")
    if code and office.code.isdigit() and len(office.code) == len(code) and code != office.code:
        text = Text(
            f"รหัสเขตพื้นที่ {code} ไม่ใช่ของ {office.short_name} ({office.code})",
            f"The area office {code} is not {office.short_name} ({office.code})",
        )
        row.refuse("other_office", text, "office_code")


def _cluster_key(name: str) -> str:
    return "".join(to_arabic_digits(name).split()).casefold()


def _changed(th: str, en: str, before: object, after: object) -> Text:
    return Text(f"เปลี่ยน {th} จาก {before} เป็น {after}", f"Changes {en} from {before} to {after}")


def _same_school(school: School, row: int) -> Text:
    return Text(
        f"เป็นโรงเรียนเดียวกับแถว {row} ({school.name})",
        f"It is the same school as row {row} ({school.name})",
    )


def _unknown_parent(code: str) -> Text:
    return Text(
        f"ไม่พบโรงเรียนหลักรหัส {code} จึงไม่ได้ผูกสาขา",
        f"There is no main school {code}; the branch is not tied to one",
    )


_SMIS = "smis_code"
