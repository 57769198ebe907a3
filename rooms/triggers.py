"""SQLite's form of the exclusion constraint, and where each engine's guard is looked for.

PostgreSQL has `hold_never_overlaps` (rooms.models.holds). SQLite has no exclusion constraints;
triggers refuse an overlap in the same words. Django's table rebuilds drop triggers, so they are
made again after every migrate. Active holds of a resource never overlap, so only the last one
that starts before the new one's end can reach into it: one index step, whatever the table's size.
"""

from __future__ import annotations

from typing import Any

from django.db import connections

GUARD = "hold_never_overlaps"
_REFUSE = f"""
    SELECT RAISE(ABORT, '{GUARD}')
    WHERE (
        SELECT held.hold_end FROM rooms_hold AS held
        WHERE held.resource_id = NEW.resource_id AND held.active
          AND held.id IS NOT NEW.id AND held.hold_start < NEW.hold_end
        ORDER BY held.hold_start DESC LIMIT 1
    ) > NEW.hold_start;
"""  # noqa: S608 - made of constants
TRIGGERS = {
    f"{GUARD}_insert": f"""
        CREATE TRIGGER IF NOT EXISTS {GUARD}_insert BEFORE INSERT ON rooms_hold
        WHEN NEW.active BEGIN {_REFUSE} END
    """,
    f"{GUARD}_update": f"""
        CREATE TRIGGER IF NOT EXISTS {GUARD}_update
        BEFORE UPDATE OF resource_id, hold_start, hold_end, active ON rooms_hold
        WHEN NEW.active BEGIN {_REFUSE} END
    """,
}


def install(using: str = "default") -> None:
    """Make the triggers on SQLite if they are missing; nothing elsewhere."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        for statement in TRIGGERS.values():
            cursor.execute(statement)


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """Receiver of post_migrate."""
    if "rooms_hold" in connections[using].introspection.table_names():
        install(using)


def remove(using: str = "default") -> None:
    """Take the guard away: only tests do, to show that races are real without it."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in TRIGGERS:
                cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
        else:
            cursor.execute(f"ALTER TABLE rooms_hold DROP CONSTRAINT IF EXISTS {GUARD}")


def is_guarded(using: str = "default") -> bool:
    """Whether the database itself refuses overlapping holds now."""
    connection = connections[using]
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{GUARD}%"],
            )
            return bool(cursor.fetchone()[0] == len(TRIGGERS))
        cursor.execute(
            "SELECT count(*) FROM pg_constraint WHERE conname = %s AND contype = 'x'", [GUARD]
        )
        return bool(cursor.fetchone()[0] == 1)
