"""The follow-up report of an occurrence, in the forms there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import orjson
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from api.serializers.inputs.meetings import ReportQuery
from api.serializers.outputs.reports import ReportOut
from api.views.base import respond
from api.views.occurrences import OccurrenceEndpoint
from vcs.core.errors import NotFound, Text
from vcs.directory import policy
from vcs.reports.queries import AttendanceReport, attendance_report
from vcs.reports.render import csv_bytes, file_name, json_document

CSV: Final = "text/csv; charset=utf-8"
FORMS: Final = ("csv", "json")


class Report(OccurrenceEndpoint):
    """What the addresses of the report share."""

    def report(self, pk: int) -> AttendanceReport:
        """The report of that occurrence as of now, for those who may read it."""
        occurrence = self.occurrence(pk)
        policy.require(self.user, policy.REPORT_VIEW, occurrence)
        asked = self.query(ReportQuery)
        return attendance_report(occurrence, thai_digits=asked.get("thai_digits", False))

    def download(
        self, report: AttendanceReport, form: str, kind: str, write: Callable[[], bytes]
    ) -> HttpResponse:
        """The report as a file that says what it is."""
        response = respond(self.request, write())
        response["Content-Type"] = kind
        response["Content-Disposition"] = f'attachment; filename="{file_name(report, form)}"'
        return response


class CsvReport(Report):
    """`/occurrences/{id}/report.csv`"""

    @extend_schema(parameters=[ReportQuery], responses={(200, "text/csv"): str})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The roll call for spreadsheets: UTF-8 with a byte order mark, codes as text."""
        report = self.report(pk)
        return self.download(report, "csv", CSV, lambda: csv_bytes(report))


class JsonReport(Report):
    """`/occurrences/{id}/report.json`"""

    @extend_schema(parameters=[ReportQuery], responses={200: ReportOut})
    def get(self, request: Request, pk: int) -> HttpResponse:
        """The roll call for programs."""
        report = self.report(pk)
        document = json_document(report)
        return self.download(report, "json", "application/json", lambda: orjson.dumps(document))


class NoReport(OccurrenceEndpoint):
    """`/occurrences/{id}/report.<anything else>`"""

    @extend_schema(exclude=True)
    def get(self, request: Request, pk: int, form: str) -> HttpResponse:
        """Say which forms there are."""
        self.occurrence(pk)
        names = ", ".join(FORMS)
        text = Text(
            f"ไม่มีรายงานแบบ {form} มีเฉพาะ {names}", f"No report as {form}; there are {names}"
        )
        raise NotFound(text, data={"formats": list(FORMS)})
