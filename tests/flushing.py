"""Emptying the tables of PostgreSQL after a test that commits: by DELETE, not TRUNCATE.

TRUNCATE makes new files for every table of the service, which takes seconds; most are empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations


def delete_all(
    self: DatabaseOperations, _style: Any, tables: Sequence[str], **_options: Any
) -> list[str]:
    """Statements that empty the tables whatever refers to whatever (as a superuser may)."""
    emptied = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
    return ["SET LOCAL session_replication_role = replica", *emptied] if emptied else []


@pytest.fixture(scope="session", autouse=True)
def quick_flush() -> Iterator[None]:
    """Flush by DELETE for the length of the session."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", delete_all)
        yield
