"""Queries compiled once: building the SQL of a small query costs Django more than running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_marks = count(7_319_000_001)


class Prepared:
    """A `values_list` query whose SQL is kept per database, run again with other integers.

    What comes back is the driver's own: ask only for columns that need no conversion. `make` is
    called once per database with stand-ins for the integers, so it may not branch on them.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], arguments: int) -> None:
        self._make = make
        self._marks = [next(_marks) for _ in range(arguments)]
        self._compiled: dict[str, tuple[str, tuple[Any, ...]]] = {}

    def rows(self, *values: int) -> list[tuple[Any, ...]]:
        """The rows for these integers."""
        sql, parameters = self._statement()
        given = dict(zip(self._marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [_filled(one, given) for one in parameters])
            return list(cursor.fetchall())

    def _statement(self) -> tuple[str, tuple[Any, ...]]:
        vendor = connection.vendor
        if vendor not in self._compiled:
            sql, parameters = self._make(*self._marks).query.sql_with_params()
            self._compiled[vendor] = sql, tuple(parameters)
            self._require_marks(parameters)
        return self._compiled[vendor]

    def _require_marks(self, parameters: Sequence[Any]) -> None:
        missing = set(self._marks) - {one for one in parameters if isinstance(one, int)}
        if missing:
            raise ValueError("an argument does not reach the SQL, so it could not be replaced")


def _filled(parameter: Any, given: dict[int, int]) -> Any:
    return given.get(parameter, parameter) if isinstance(parameter, int) else parameter
