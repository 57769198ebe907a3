"""Databases of their own for tests that race real processes."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
ENGINES = ("sqlite", "postgresql")


def server_url() -> str:
    """The PostgreSQL server for tests; without one the test is skipped, in CI it fails."""
    url = os.environ.get("VCS_TEST_DATABASE_URL", "")
    if not url:
        missing = "VCS_TEST_DATABASE_URL names no PostgreSQL"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return url


@contextmanager
def database(engine: str, folder: Path) -> Iterator[str]:
    """A fresh, migrated database of the engine; its URL. It is gone afterwards."""
    if engine == "sqlite":
        url = f"sqlite:///{folder / 'race.sqlite3'}"
        migrate(url)
        yield url
        return
    parts = urlsplit(server_url())
    name = f"vcs_race_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(urlunsplit(parts), autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}"')
        try:
            url = urlunsplit(parts._replace(path=f"/{name}"))
            migrate(url)
            yield url
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def migrate(url: str) -> None:
    """Bring the database to the present models."""
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"VCS_DATABASE_URL": url}, check=True)
