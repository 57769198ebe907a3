"""The database's own refusal to rewrite history: no UPDATE of an audit entry, whoever asks.

Deleting stays possible: keeping personal data no longer than allowed needs it, and so do tests.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

GUARD = "audit_entries_are_append_only"
TABLE = "directory_auditentry"
_SQLITE = f"""
    CREATE TRIGGER IF NOT EXISTS {GUARD} BEFORE UPDATE ON {TABLE}
    BEGIN SELECT RAISE(ABORT, '{GUARD}'); END
"""
_POSTGRESQL = f"""
    CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION '{GUARD}' USING ERRCODE = 'restrict_violation';
    END $$;
    CREATE OR REPLACE TRIGGER {GUARD} BEFORE UPDATE ON {TABLE}
    FOR EACH ROW EXECUTE FUNCTION {GUARD}();
"""

_LOOK = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'trigger' AND name = %s",
    "postgresql": "SELECT 1 FROM pg_trigger WHERE tgname = %s AND tgenabled <> 'D'",
}


def install(using: str = "default") -> None:
    """Make the trigger where it is missing; making it twice changes nothing."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE if connection.vendor == "sqlite" else _POSTGRESQL)


def is_guarded(using: str = "default") -> bool:
    """Whether the trigger is there and, on PostgreSQL, switched on."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute(_LOOK[connection.vendor], [GUARD])
        return cursor.fetchone() is not None


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Receiver of post_migrate: Django's table rebuilds on SQLite drop triggers."""
    if TABLE in connections[using].introspection.table_names():
        install(using)
