"""What lists show of an occurrence, each as one SQL expression.

Thousands of rows go straight from the cursor to JSON, so each value leaves the database in the form
it is shown in, and nothing is converted row by row.
"""

from __future__ import annotations

from typing import Any

from django.db.models import (
    Case,
    CharField,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Concat, NullIf, Trim

from rooms.models import Booking, Hold, PoolRequest


class Stamp(Func):
    """An instant as RFC 3339 text, made by the database: reading them one by one costs more."""

    template = "REPLACE(%(expressions)s, ' ', 'T') || '+00:00'"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite stores what PostgreSQL must be asked for."""
        template = "REPLACE((%(expressions)s AT TIME ZONE 'UTC')::text, ' ', 'T') || '+00:00'"
        return self.as_sql(compiler, connection, template=template, **context)


class Joined(Func):
    """Parts with a slash between; null if one is."""

    template = "(%(expressions)s)"
    arg_joiner = " || '/' || "
    output_field = CharField()


class Listed(Func):
    """The rows of a group as text, "1,2"; of several columns "room:30:1,licence:300:2"."""

    template = "GROUP_CONCAT(%(expressions)s)"
    arg_joiner = " || ':' || "
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """PostgreSQL's name for it."""
        template = "STRING_AGG((%(expressions)s)::text, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def listed(rows: QuerySet[Any], *columns: str) -> Subquery:
    """These columns of the rows that belong to an outer one, as one text; null for none."""
    return Subquery(rows.order_by().annotate(listed=Listed(*columns)).values("listed"))


def ids_in(text: str | None) -> list[int]:
    """The ids in what `listed` gave, ascending."""
    return sorted(int(part) for part in text.split(",")) if text else []


def _person(path: str) -> Coalesce:
    name = Trim(Concat(F(f"{path}__first_name"), Value(" "), F(f"{path}__last_name")))
    return Coalesce(NullIf(name, Value("")), F(f"{path}__username"))


def _held_or_named() -> Coalesce:
    """What an occurrence holds; nothing held (a draft, cancelled, skipped), what is named."""
    held = listed(Hold.objects.filter(occurrence=OuterRef("pk")), "resource_id")
    return Coalesce(held, _named())


def _named() -> Subquery:
    through: Any = Booking.resources.through
    return listed(through.objects.filter(booking=OuterRef("booking_id")), "resource_id")


COLUMNS: dict[str, Combinable] = {
    "id": F("id"),
    "booking": F("booking_id"),
    "title": Coalesce(NullIf(F("title"), Value("")), F("booking__title")),
    "kind": F("booking__kind"),
    "starts_at": Stamp("starts_at"),
    "ends_at": Stamp("ends_at"),
    "status": F("status"),
    "booking_status": F("booking__status"),
    "resources": _held_or_named(),
    "requester": _person("booking__requester"),
    "work_group": Coalesce(F("booking__work_group__name"), Value("")),
    "rrule": F("booking__rrule"),
    "session_number": Joined("series_number", "series_year"),
    "skipped_reason": NullIf(F("skipped_reason"), Value("")),
    "version": F("version"),
    "updated_at": Stamp("updated_at"),
    "requester_id": F("booking__requester_id"),
    "asks_nobody": Case(When(booking__audience={}, then=Value(1)), default=Value(0)),
    "named": _named(),
    "pools": listed(
        PoolRequest.objects.filter(booking=OuterRef("booking_id")), "kind", "min_capacity", "count"
    ),
}
