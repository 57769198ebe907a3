"""What an import tells: of the file, and of each of its rows, in both languages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

from vcs.core.errors import Text

Outcome = Literal["new", "changed", "unchanged", "refused"]
Level = Literal["ok", "warning", "refused"]


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to know of a row, of a field of it, or (row None) of the whole file."""

    code: str
    level: Literal["warning", "refused"]
    text: Text
    field: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        text = {"th": self.text.th, "en": self.text.en}
        return {"code": self.code, "level": self.level, "field": self.field, "text": text}


@dataclass(frozen=True, slots=True)
class RowReport:
    """What became of one row; `row` counts from 1 as a spreadsheet does, headings included."""

    row: int
    outcome: Outcome
    name: str
    school: int | None = None
    fields: tuple[str, ...] = ()
    messages: tuple[Message, ...] = ()

    @property
    def level(self) -> Level:
        """The gravest thing said of the row."""
        if self.outcome == "refused":
            return "refused"
        return "warning" if self.messages else "ok"

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "row": self.row,
            "outcome": self.outcome,
            "level": self.level,
            "name": self.name,
            "school": self.school,
            "fields": list(self.fields),
            "messages": [message.as_dict() for message in self.messages],
        }


@dataclass(frozen=True, slots=True)
class FileFacts:
    """How the file was read, so that a person can see where it was misread."""

    name: str
    kind: Literal["csv", "xlsx"]
    encoding: str
    sheet: str = ""
    header_row: int = 1
    columns: dict[str, str] = field(default_factory=dict)
    unknown_columns: tuple[str, ...] = ()
    ignored_rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Everything an import found; `written` tells whether the database has it."""

    file: FileFacts
    rows: tuple[RowReport, ...]
    messages: tuple[Message, ...] = ()
    new_clusters: tuple[str, ...] = ()
    not_in_file: int = 0
    dry_run: bool = False
    written: bool = False

    @property
    def counts(self) -> dict[str, int]:
        """How many rows came to each outcome, and how many have a warning."""
        outcomes = Counter(row.outcome for row in self.rows)
        named: tuple[Outcome, ...] = ("new", "changed", "unchanged", "refused")
        counts = {name: outcomes[name] for name in named}
        return counts | {"warnings": sum(row.level == "warning" for row in self.rows)}

    @property
    def ok(self) -> bool:
        """Whether no row was refused."""
        return self.counts["refused"] == 0

    def as_dict(self) -> dict[str, Any]:
        """As JSON has it."""
        return {
            "file": self.file.name,
            "kind": self.file.kind,
            "encoding": self.file.encoding,
            "sheet": self.file.sheet,
            "header_row": self.file.header_row,
            "columns": self.file.columns,
            "unknown_columns": list(self.file.unknown_columns),
            "ignored_rows": list(self.file.ignored_rows),
            "dry_run": self.dry_run,
            "written": self.written,
            "counts": self.counts,
            "new_clusters": list(self.new_clusters),
            "not_in_file": self.not_in_file,
            "messages": [message.as_dict() for message in self.messages],
            "rows": [row.as_dict() for row in self.rows],
        }
