"""What became of a list of schools."""

from __future__ import annotations

from typing import Literal, TypedDict

from api.serializers.outputs.common import Bilingual


class ImportMessage(TypedDict):
    """One thing to know of a row, or of the whole file."""

    code: str
    level: Literal["warning", "refused"]
    field: str | None
    text: Bilingual


class ImportRow(TypedDict):
    """What became of one row; `row` counts as a spreadsheet does."""

    row: int
    outcome: Literal["new", "changed", "unchanged", "refused"]
    level: Literal["ok", "warning", "refused"]
    name: str
    school: int | None
    fields: list[str]
    messages: list[ImportMessage]


class ImportCounts(TypedDict):
    """How many rows came to each outcome."""

    new: int
    changed: int
    unchanged: int
    refused: int
    warnings: int


class ImportOut(TypedDict):
    """Everything an import found; `written` tells whether it was stored."""

    file: str
    kind: Literal["csv", "xlsx"]
    encoding: str
    sheet: str
    header_row: int
    columns: dict[str, str]
    unknown_columns: list[str]
    ignored_rows: list[int]
    dry_run: bool
    written: bool
    counts: ImportCounts
    new_clusters: list[str]
    not_in_file: int
    messages: list[ImportMessage]
    rows: list[ImportRow]
