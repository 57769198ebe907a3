"""What must hold before the service starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from rooms import triggers


@register(Tags.database)
def holds_are_guarded(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """The database refuses overlapping holds; without that the service must not run."""
    return [
        Error(
            "the guard against double bookings is missing",
            hint="run `python manage.py migrate`",
            id="rooms.E001",
        )
        for alias in databases or ()
        if "rooms_hold" in connections[alias].introspection.table_names()
        and not triggers.is_guarded(alias)
    ]
