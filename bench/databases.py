"""Scratch databases to measure on: made before, removed after."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


class SqliteScratch:
    """A file on the disk the service would use, because its commits are what is measured."""

    name = "sqlite"

    def __enter__(self) -> str:
        var = Path(__file__).resolve().parent.parent / "var"
        var.mkdir(exist_ok=True)
        self.folder = tempfile.mkdtemp(prefix="bench-", dir=var)
        return f"sqlite:///{self.folder}/bench.sqlite3"

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder)


class PostgresScratch:
    """A database of its own on the server named."""

    name = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = url
        self.database = f"vcs_bench_{os.getpid()}"

    def __enter__(self) -> str:
        self._run(f"CREATE DATABASE {self.database}")
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{self.database}"))

    def __exit__(self, *_: object) -> None:
        self._run(f"DROP DATABASE {self.database} WITH (FORCE)")

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._maintenance_url(), autocommit=True) as connection:
            connection.execute(statement)

    def _maintenance_url(self) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path="/postgres"))


def available() -> Iterator[SqliteScratch | PostgresScratch]:
    """SQLite always, PostgreSQL where one is named."""
    yield SqliteScratch()
    url = os.environ.get("VCS_BENCH_DATABASE_URL") or os.environ.get("VCS_TEST_DATABASE_URL", "")
    if url:
        yield PostgresScratch(url)
