"""Queries compiled once: building the SQL of a small query costs Django more than running it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from itertools import count
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Argument = int | str
_numbers = count(7_319_000_001)


@dataclass(frozen=True, slots=True)
class _Statement:
    """A compiled query; the compiler knows how to read what its SQL gives."""

    queryset: QuerySet[Any, Any]
    compiler: Any
    sql: str
    parameters: Sequence[Any]


class Prepared:
    """A query whose SQL is kept per database and run again with other integers or texts.

    `make` is called once per database with stand-ins for the arguments, so it may not branch on
    them, and each must reach the SQL as it is.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type[Argument]) -> None:
        self._make = make
        self._marks = [_mark(kind) for kind in kinds]
        self._statements: dict[str, _Statement] = {}

    def rows(self, *arguments: Argument) -> list[tuple[Any, ...]]:
        """The rows as the driver gives them: for columns that need no conversion."""
        statement = self._statement()
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, self._filled(statement, arguments))
            return list(cursor.fetchall())

    def objects(self, *arguments: Argument) -> list[Any]:
        """What the query gives, converted: model instances with what `select_related` joins."""
        statement = self._statement()
        compiled = statement.sql, self._filled(statement, arguments)
        compiler = copy(statement.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda *_args, **_kwargs: compiled
        fresh = statement.queryset.all()
        fresh.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(fresh)

    def _statement(self) -> _Statement:
        vendor = connection.vendor
        if vendor not in self._statements:
            self._statements[vendor] = self._compiled()
        return self._statements[vendor]

    def _compiled(self) -> _Statement:
        queryset = self._make(*self._marks)
        compiler = queryset.query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        if not set(self._marks) <= set(parameters):
            raise ValueError("an argument does not reach the SQL, so it could not be replaced")
        return _Statement(queryset, compiler, sql, parameters)

    def _filled(self, statement: _Statement, arguments: Sequence[Argument]) -> list[Any]:
        given = dict(zip(self._marks, arguments, strict=True))
        return [given.get(one, one) for one in statement.parameters]


def _mark(kind: type[Argument]) -> Argument:
    number = next(_numbers)
    return number if kind is int else f"mark {number}"
