"""The history of who did what: one row per deed, in the transaction that did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import Model
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.directory.models import AuditEntry, User


def record(
    *,
    actor: User | None,
    action: str,
    target: Model,
    office_id: int | None,
    data: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one row to the history; it stands or falls with the deed it tells of."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("an audit entry is written in its deed's transaction")
    return AuditEntry.objects.create(
        office_id=office_id,
        actor=actor,
        action=action,
        target_type=target_type(target),
        target_id=target.pk,
        data=dict(data or {}),
        at=clock.now(),
    )


def target_type(target: Model | type[Model]) -> str:
    """The name under which a model's rows stand in the history, such as "rooms.booking"."""
    return target._meta.label_lower
