"""Writing, claiming and finishing messages; every completion is fenced by the claim's token."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.outbox import wake
from vcs.outbox.messages import Draft, Payload
from vcs.outbox.models import OutboxMessage
from vcs.outbox.offers import offer


def write_messages(kind: str, drafts: Sequence[Draft]) -> list[int]:
    """Write the drafts into the running transaction; a known key keeps its row and gives its id."""
    now = clock.now()
    rows = [
        OutboxMessage(
            kind=kind, payload=d.payload, key=d.key, run_at=d.run_at or now, created_at=now
        )
        for d in _without_repeated_keys(drafts)
    ]
    _write(rows)
    return _ids_in_order(drafts, rows)


def write_to_all(kinds: Sequence[str], payload: Payload) -> list[int]:
    """Write the same message to each kind, in one statement; ids in the order of the kinds."""
    now = clock.now()
    rows = [OutboxMessage(kind=k, payload=payload, run_at=now, created_at=now) for k in kinds]
    _write(rows)
    return [row.pk for row in rows]


def _write(rows: list[OutboxMessage]) -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("an outbox message needs the transaction of its cause")
    if not rows:
        return
    _insert(rows)
    wake.ring(wake.OUTBOX)
    ids = [row.pk for row in rows]
    transaction.on_commit(lambda: offer(ids), robust=True)


def _insert(rows: list[OutboxMessage]) -> None:
    # The empty-handed update is what makes the database return the id of the row already there.
    OutboxMessage.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["key"]
    )


def _without_repeated_keys(drafts: Sequence[Draft]) -> list[Draft]:
    first = {draft.key: draft for draft in reversed(drafts) if draft.key is not None}
    return [draft for draft in drafts if draft.key is None or first[draft.key] is draft]


def _ids_in_order(drafts: Sequence[Draft], rows: list[OutboxMessage]) -> list[int]:
    by_key = {row.key: row.pk for row in rows}
    keyless = iter(row.pk for row in rows if row.key is None)
    return [next(keyless) if draft.key is None else by_key[draft.key] for draft in drafts]
