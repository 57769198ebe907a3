"""Pages by cursor: what is inserted or removed meanwhile makes no row come twice or go missing."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import orjson
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db.models import Model, Q, QuerySet
from rest_framework.pagination import BasePagination

from api.fields import Integer
from vcs.core.errors import InvalidInput, Text

Row = TypeVar("Row")
_LONGEST_CURSOR = 2000


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Some rows in order, and the address of what follows them, if anything does."""

    rows: list[Row]
    next: str | None


class CursorPages(BasePagination):
    """Keyset pages over columns whose last is unique; `-name` is descending."""

    def __init__(self, *order: str, size: int = 100, most: int = 500) -> None:
        self.order = order or ("id",)
        self._size = size
        self._sizes = Integer(1, most)

    def page(self, rows: QuerySet[Any, Row], request: Any) -> Page[Row]:
        """The page that the request's `cursor` and `page_size` ask for, by one query."""
        return self.page_of(rows, request, lambda found: found)

    def page_of(
        self,
        rows: QuerySet[Any, Any],
        request: Any,
        read: Callable[[QuerySet[Any, Any]], QuerySet[Any, Row]],
    ) -> Page[Row]:
        """As `page`, of what `read` makes of the rows: tuples, the columns of the order first."""
        size = self._size_asked(request.query_params.get("page_size"))
        rows = rows.order_by(*self.order)
        cursor = request.query_params.get("cursor")
        if cursor:
            rows = rows.filter(self._after(rows.model, cursor))
        found = list(read(rows)[: size + 1])
        if len(found) <= size:
            return Page(found, None)
        return Page(found[:size], self._next(request, found[size - 1]))

    def _size_asked(self, text: str | None) -> int:
        if text is None:
            return self._size
        try:
            return self._sizes.to_internal_value(text)
        except Exception as error:
            raise InvalidInput.field(
                "/page_size",
                "out_of_range",
                Text(
                    f"page_size ต้องอยู่ระหว่าง 1 ถึง {self._sizes.high:,}",
                    f"page_size must lie between 1 and {self._sizes.high:,}",
                ),
            ) from error

    def _next(self, request: Any, last: Row) -> str:
        values = [
            last[n] if isinstance(last, tuple) else getattr(last, name.lstrip("-"))
            for n, name in enumerate(self.order)
        ]
        query = request.query_params.copy()
        query["cursor"] = urlsafe_b64encode(orjson.dumps(values)).decode().rstrip("=")
        url: str = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        return url

    def _after(self, model: type[Model], cursor: str) -> Q:
        values = self._decoded(model, cursor)
        after = Q(pk__in=[])
        equal = Q()
        for name, value in zip(self.order, values, strict=True):
            column = name.lstrip("-")
            side = "lt" if name.startswith("-") else "gt"
            after |= equal & Q(**{f"{column}__{side}": value})
            equal &= Q(**{column: value})
        # The first column's bound, said on its own, is what lets its index serve.
        first = self.order[0]
        bound = "lte" if first.startswith("-") else "gte"
        return Q(**{f"{first.lstrip('-')}__{bound}": values[0]}) & after

    def _decoded(self, model: type[Model], cursor: str) -> list[Any]:
        try:
            values = orjson.loads(_unpacked(cursor))
            names = [name.lstrip("-") for name in self.order]
            return [
                _column(model, name).to_python(value)
                for name, value in zip(names, values, strict=True)
            ]
        except (ValueError, TypeError, ValidationError, FieldDoesNotExist) as error:
            raise InvalidInput.field(
                "/cursor",
                "invalid_cursor",
                Text(
                    "cursor ใช้ไม่ได้ เริ่มอ่านรายการใหม่ตั้งแต่หน้าแรก",
                    "The cursor is not valid; start again from the first page",
                ),
            ) from error


def _unpacked(cursor: str) -> bytes:
    if len(cursor) > _LONGEST_CURSOR:
        raise ValueError("too long")
    try:
        return urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
    except binascii.Error as error:
        raise ValueError("not base64") from error


def _column(model: type[Model], name: str) -> Any:
    return model._meta.get_field(name)
