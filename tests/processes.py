"""Running real processes on the test database."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent


def test_database_url() -> str:
    """The address of the database the running test writes to, as another process would name it."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    user = quote(str(settings["USER"]))
    if settings["PASSWORD"]:
        user += ":" + quote(str(settings["PASSWORD"]), safe="")
    return f"postgres://{user}@{settings['HOST']}:{settings['PORT'] or 5432}/{settings['NAME']}"


def environment(**more: str) -> dict[str, str]:
    """The environment of a process that works on the test database."""
    return os.environ | {"VCS_DATABASE_URL": test_database_url(), "PYTHONPATH": str(ROOT)} | more


test_database_url.__test__ = False  # type: ignore[attr-defined]
