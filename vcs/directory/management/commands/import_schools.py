"""import_schools FILE --office CODE: a list of schools from CSV or XLSX, row by row reported."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vcs.core.errors import DomainError
from vcs.directory.imports import ImportReport, RowReport, import_schools
from vcs.directory.models import Office

_OUTCOMES = {"new": "เพิ่ม", "changed": "แก้ไข", "unchanged": "คงเดิม", "refused": "ไม่รับ"}


class Command(BaseCommand):
    """Exit 1, with nothing written, if any row is refused and --skip-bad is not given."""

    help = "Import an office's schools from a CSV or XLSX file."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to read, for whom, and how to tell of it."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--office", required=True, metavar="CODE")
        parser.add_argument("--dry-run", action="store_true")
        parser.add_argument("--skip-bad", action="store_true")
        parser.add_argument("--format", choices=["text", "json"], default="text")

    def handle(self, *_args: Any, file: Path, office: str, **options: Any) -> None:
        """Import, print the report, and exit by it."""
        as_json = options["format"] == "json"
        try:
            report = import_schools(
                actor=None,
                office=_office(office),
                name=file.name,
                data=_bytes(file),
                dry_run=options["dry_run"],
                skip_bad=options["skip_bad"],
            )
        except DomainError as error:
            if as_json:
                self.stdout.write(_as_json(_problem(error)))
            raise CommandError(f"{error.detail.th}\n{error.detail.en}") from error
        self.stdout.write(_as_json(report.as_dict()) if as_json else _as_text(report))
        if not report.ok and not options["skip_bad"]:
            raise CommandError("ไม่ได้บันทึก เพราะมีแถวที่ไม่รับ / Nothing written: rows were refused")


def _office(code: str) -> Office:
    office = Office.objects.filter(code=code).first()
    if office is None:
        known = ", ".join(Office.objects.values_list("code", flat=True)[:20]) or "-"
        raise CommandError(f"There is no office {code}; known: {known}. / ไม่พบสำนักงานรหัส {code}")
    return office


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"Cannot read {file}: {error.strerror}. / อ่านไฟล์ไม่ได้") from error


def _problem(error: DomainError) -> dict[str, Any]:
    detail = {"th": error.detail.th, "en": error.detail.en}
    return {"code": error.code, "detail": detail, "data": error.data, "written": False}


def _as_json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _as_text(report: ImportReport) -> str:
    lines = [line for row in report.rows if row.level != "ok" for line in _lines(row)]
    lines += [f"{message.text.th}\n  {message.text.en}" for message in report.messages]
    counts = report.counts
    told = " ".join(f"{_OUTCOMES[name]} {counts[name]}" for name in _OUTCOMES)
    state = "บันทึกแล้ว / written" if report.written else "ยังไม่ได้บันทึก / not written"
    return "\n".join([*lines, f"{told} (มีข้อสังเกต {counts['warnings']}) – {state}"])


def _lines(row: RowReport) -> list[str]:
    head = f"แถว {row.row} / row {row.row} [{_OUTCOMES[row.outcome]}] {row.name}"
    said = [
        f"  {message.field or '-'}: {message.text.th}\n    {message.text.en}"
        for message in row.messages
    ]
    return [head, *said]
