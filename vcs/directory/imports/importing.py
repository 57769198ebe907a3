"""The import itself: read, decide, and only then write, all or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import IntegrityError

from vcs.core import clock
from vcs.core.errors import Conflict, Text, TooLarge
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.imports.columns import find_columns, known_headings
from vcs.directory.imports.planning import Plan, plan_import
from vcs.directory.imports.report import FileFacts, ImportReport, Message
from vcs.directory.imports.rows import SchoolRow, read_rows
from vcs.directory.imports.spreadsheets import read_spreadsheet
from vcs.directory.imports.table import MAX_ROWS, Table, too_many_rows, unreadable
from vcs.directory.imports.texts import read_text
from vcs.directory.models import Cluster, Office, School, User

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BATCH = 200


def import_schools(
    *,
    actor: User | None,
    office: Office,
    name: str,
    data: bytes,
    dry_run: bool = False,
    skip_bad: bool = False,
) -> ImportReport:
    """Bring an office's list of schools in; nothing is written if any row is refused.

    With `skip_bad` the other rows are written all the same; with `dry_run` never any. A file that
    cannot be read at all is InvalidInput. Actor None is the operator's shell.
    """
    if actor is not None:
        policy.require(actor, policy.SCHOOL_MANAGE, office)
    source = _source(name, data)
    if dry_run:
        return _report(source, plan_import(office, source.rows()), dry_run=True)
    return _write(actor, office.pk, source, skip_bad=skip_bad)


@dataclass(frozen=True, slots=True)
class _Source:
    """A file that was read once; each plan, and each new attempt at it, gets rows of its own."""

    read: list[SchoolRow]
    facts: FileFacts

    def rows(self) -> list[SchoolRow]:
        return [row.copy() for row in self.read]


def _source(name: str, data: bytes) -> _Source:
    table = _read(data)
    columns = find_columns(table)
    rows, ignored = read_rows(table, columns)
    if len(rows) > MAX_ROWS:
        raise too_many_rows()
    facts = FileFacts(
        name=name[:200],
        kind=table.kind,
        encoding=table.encoding,
        sheet=table.sheet,
        header_row=columns.header_row,
        columns=columns.headings,
        unknown_columns=columns.unknown,
        ignored_rows=ignored,
    )
    return _Source(rows, facts)


def _read(data: bytes) -> Table:
    if len(data) > settings.VCS_MAX_BODY_BYTES:
        most = settings.VCS_MAX_BODY_BYTES // 2**20
        raise TooLarge(Text(f"ไฟล์ใหญ่เกิน {most} MB", f"The file exceeds {most} MB"), pointer="/file")
    if not data.strip():
        raise unreadable("empty", Text("ไฟล์ว่างเปล่า", "The file is empty"))
    if data.startswith(_OLE):
        raise unreadable("old_spreadsheet", _OLD)
    if data.startswith(_ZIP):
        return read_spreadsheet(data, known_headings)
    return read_text(data, known_headings)


@use_case
def _write(actor: User | None, office_id: int, source: _Source, *, skip_bad: bool) -> ImportReport:
    # Two imports of one office come one after the other: the second sees the first's schools.
    office = Office.objects.select_for_update().get(pk=office_id)
    plan = plan_import(office, source.rows())
    if plan.refused and not skip_bad:
        return _report(source, plan)
    try:
        _store(plan)
    except IntegrityError as error:
        raise Conflict(_CHANGED_MEANWHILE, pointer="/file") from error
    report = replace(_report(source, plan), written=True)
    audit.record(
        actor=actor,
        action="schools.imported",
        target=office,
        office_id=office.pk,
        data={"file": source.facts.name, "counts": report.counts, "changed": _changes(plan)},
    )
    return report


def _store(plan: Plan) -> None:
    Cluster.objects.bulk_create(plan.new_clusters)
    touched = [planned for planned in plan.planned if planned.is_new or planned.fields]
    now = clock.now()
    for planned in touched:
        school = planned.school
        school.cluster_id = school.cluster.pk if school.cluster else None
        school.updated_at = now
        school.set_keys()
    _create([planned.school for planned in touched if planned.is_new])
    for planned in touched:
        if not planned.is_new:
            planned.school.parent_id = planned.school.parent.pk if planned.school.parent else None
            planned.school.version += 1
            planned.school.save()


def _create(schools: list[School]) -> None:
    """Store new schools, and only then the ties between them."""
    tied = [(school, school.parent) for school in schools if school.parent is not None]
    for school, _parent in tied:
        school.parent = None
    School.objects.bulk_create(schools, batch_size=_BATCH)
    for school, parent in tied:
        school.parent = parent
        school.save(update_fields=["parent"])


def _changes(plan: Plan) -> dict[str, list[str]]:
    """Which fields of which school changed, for the history."""
    return {
        str(planned.school.pk): sorted(planned.fields)
        for planned in plan.planned
        if planned.fields and not planned.is_new
    }


def _report(source: _Source, plan: Plan, *, dry_run: bool = False) -> ImportReport:
    return ImportReport(
        file=source.facts,
        rows=plan.reports(),
        messages=tuple(_of_the_file(source.facts, plan)),
        new_clusters=tuple(cluster.name for cluster in plan.new_clusters),
        not_in_file=plan.not_in_file,
        dry_run=dry_run,
    )


def _of_the_file(facts: FileFacts, plan: Plan) -> Iterator[Message]:
    if facts.unknown_columns:
        names = ", ".join(facts.unknown_columns)
        text = Text(f"ไม่ได้ใช้คอลัมน์: {names}", f"Columns not used: {names}")
        yield Message("unknown_columns", "warning", text)
    if plan.not_in_file:
        text = Text(
            f"อีก {plan.not_in_file} โรงเรียนในทะเบียนไม่อยู่ในไฟล์นี้ และไม่ถูกแก้ไข",
            f"{plan.not_in_file} schools of the register are not in this file; left as they are",
        )
        yield Message("not_in_file", "warning", text)


_OLD = Text(
    "ไฟล์ Excel รุ่นเก่า (.xls) หรือไฟล์ที่ตั้งรหัสผ่าน โปรดบันทึกใหม่เป็น .xlsx โดยไม่ตั้งรหัสผ่าน",
    "An old Excel file (.xls) or one with a password; save it as .xlsx without a password",
)
_CHANGED_MEANWHILE = Text(
    "มีผู้แก้ไขทะเบียนโรงเรียนระหว่างนำเข้า ยังไม่ได้บันทึก โปรดลองใหม่",
    "Someone changed the schools meanwhile; nothing was written, please try again",
)
