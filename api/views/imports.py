"""Lists of schools as offices have them."""

from __future__ import annotations

from typing import Any, cast

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.parsers import MultiPartParser
from rest_framework.request import Request

from api.serializers.inputs.directory import ImportQuery, UploadInput
from api.serializers.outputs.imports import ImportOut
from api.views.base import Endpoint, idempotent
from rooms.queries.offices import office_of
from vcs.core.errors import FieldError, InvalidInput, Text
from vcs.directory import policy
from vcs.directory.imports import ImportReport, import_schools

MOST_NAMED = 100


class ImportRefused(InvalidInput):
    """Some rows cannot be taken as they are, so none was; the report says which and why."""

    code = "import_refused"
    title = Text(
        "บางแถวนำเข้าไม่ได้ จึงยังไม่ได้บันทึกแถวใด แก้ไฟล์แล้วลองใหม่ หรือใช้ skip_bad=1",
        "Some rows cannot be imported, so none was; correct the file or use skip_bad=1",
    )


class ImportSchools(Endpoint):
    """`/schools/import/`"""

    parser_classes = (MultiPartParser,)

    @extend_schema(parameters=[ImportQuery], request=UploadInput, responses={200: ImportOut})
    @idempotent
    def post(self, request: Request) -> HttpResponse:
        """Bring a list of schools in from CSV or XLSX, the file in the field `file`.

        All rows or none: a refused row is 400 `import_refused` with the `report`, unless
        `skip_bad=1`. With `dry_run=1` the report is given and nothing is ever written.
        """
        policy.require(self.user, policy.SCHOOL_MANAGE)
        asked = self.query(ImportQuery)
        file = uploaded(request)
        return self.write(
            lambda: import_schools(
                actor=self.user,
                office=office_of(self.user),
                name=file.name or "",
                data=file.read(),
                dry_run=asked.get("dry_run", False),
                skip_bad=asked.get("skip_bad", False),
            ),
            report_out,
        )


def uploaded(request: Request) -> UploadedFile[bytes]:
    """The file of a multipart request; refused by name where there is none."""
    file = request.FILES.get("file")
    if file is None:
        raise InvalidInput.field(
            "/file",
            "required",
            Text("แนบไฟล์ในช่องชื่อ file", "Send the file in the field named file"),
        )
    return cast("UploadedFile[bytes]", file)


def report_out(report: ImportReport) -> dict[str, Any]:
    """The report of an import that did what was asked; raised where rows stood in its way."""
    if not (report.written or report.dry_run):
        raise ImportRefused(data={"report": report.as_dict()}, errors=_refusals(report))
    return report.as_dict()


def _refusals(report: ImportReport) -> list[FieldError]:
    found = [
        FieldError(f"/rows/{row.row}/{message.field or ''}".rstrip("/"), message.code, message.text)
        for row in report.rows
        for message in row.messages
        if message.level == "refused"
    ]
    return found[:MOST_NAMED]
