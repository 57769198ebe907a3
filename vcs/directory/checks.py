"""What must hold before the service starts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections

from vcs.directory import triggers


@register(Tags.database)
def history_is_guarded(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """The database refuses to rewrite the history; without that it proves nothing."""
    return [
        Error(
            "the guard of the history is missing",
            hint="run `python manage.py migrate`",
            id="directory.E001",
        )
        for alias in databases or ()
        if triggers.TABLE in connections[alias].introspection.table_names()
        and not triggers.is_guarded(alias)
    ]
