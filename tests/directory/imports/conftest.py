"""Files as offices have them, made from rows."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from vcs.directory.imports import ImportReport, import_schools
from vcs.directory.models import Office, User

DATA = Path(__file__).parent.parent / "data"
ImportIt = Callable[..., ImportReport]


@pytest.fixture
def csv_of() -> Callable[[str], bytes]:
    """The bytes of a CSV in UTF-8, its lines trimmed."""
    return lambda text: "\n".join(line.strip() for line in text.strip().splitlines()).encode()


@pytest.fixture
def xlsx_of() -> Callable[..., bytes]:
    """The bytes of a workbook with these rows on its first sheet."""

    def make(*rows: Sequence[Any], title: str = "โรงเรียน") -> bytes:
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = title
        for row in rows:
            sheet.append(list(row))
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return make


@pytest.fixture
def import_it(office: Office, admin_user: User) -> ImportIt:
    """Import some bytes into the office as its administrator."""

    def run(data: bytes, **options: Any) -> ImportReport:
        return import_schools(
            actor=admin_user, office=office, name="list.csv", data=data, **options
        )

    return run


@pytest.fixture
def fixture_bytes() -> Callable[[str], bytes]:
    """One of the files handed over with the project."""
    return lambda name: (DATA / f"schools-fixture-{name}.csv").read_bytes()
