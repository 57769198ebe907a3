"""Taking messages for a while, finishing them, giving them back."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, QuerySet

from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.outbox import wake
from vcs.outbox.messages import Claim, Message, Outcome, Result
from vcs.outbox.models import OutboxMessage, State

LONGEST_ERROR = 2000
FREE = {"state": State.PENDING, "lease_until": None, "lease_token": ""}

# The states stand as literals, or SQLite would not use the partial indexes. The CTE locks what it
# takes exactly once; as a plain sub-select PostgreSQL may run it again and lock more.
CLAIM = """
WITH due AS (
  SELECT id FROM outbox_outboxmessage
  WHERE state = 'pending' AND run_at <= %s {among} ORDER BY run_at, id LIMIT %s {skip}
)
UPDATE outbox_outboxmessage
SET state = 'leased', lease_token = %s, lease_until = %s, attempts = attempts + 1
WHERE id IN (SELECT id FROM due)
RETURNING *
"""


@use_case
def claim_messages(
    *, limit: int, lease: timedelta, ids: Sequence[int] | None = None
) -> list[Claim]:
    """Lease up to `limit` due messages, oldest first, to one new token; never a leased one."""
    if ids is not None and not ids:
        return []
    now = clock.now()
    token = uuid.uuid4().hex
    values = [_stored(now), *(ids or ()), limit, token, _stored(now + lease)]
    rows = OutboxMessage.objects.raw(_claim_sql(ids), values)
    ordered = sorted(rows, key=lambda row: (row.run_at, row.pk))
    return [Claim(_message(row), token) for row in ordered]


@use_case
def record_outcomes(outcomes: Sequence[Outcome]) -> int:
    """Record what became of claimed messages; gives how many were still ours to record."""
    sent = [outcome.claim for outcome in outcomes if outcome.result is Result.SENT]
    recorded = sum(_record_sent(token, ids) for token, ids in _by_token(sent).items())
    rest = [outcome for outcome in outcomes if outcome.result is not Result.SENT]
    return recorded + sum(_record_failed(outcome) for outcome in rest)


@use_case
def renew_leases(claims: Sequence[Claim], lease: timedelta) -> int:
    """Hold messages longer that are still being delivered; a lease once lost stays lost."""
    until = clock.now() + lease
    return sum(
        _leased(token, ids).update(lease_until=until) for token, ids in _by_token(claims).items()
    )


@use_case
def release_leases(claims: Sequence[Claim]) -> int:
    """Give back messages that were claimed and never begun, as if they had not been claimed."""
    released = sum(
        _leased(token, ids).update(**FREE, attempts=F("attempts") - 1)
        for token, ids in _by_token(claims).items()
    )
    wake.ring(wake.OUTBOX)
    return released


@use_case
def release_expired() -> int:
    """Make messages whose holder died or hung due again; the attempt stays counted."""
    expired = OutboxMessage.objects.filter(state=State.LEASED, lease_until__lte=clock.now())
    return expired.update(**FREE, run_at=clock.now(), last_error="the lease ran out")


def _claim_sql(ids: Sequence[int] | None) -> str:
    among = "" if ids is None else f"AND id IN ({','.join(['%s'] * len(ids))})"
    skip = "FOR UPDATE SKIP LOCKED" if connection.vendor == "postgresql" else ""
    return CLAIM.format(among=among, skip=skip)


def _stored(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def _message(row: OutboxMessage) -> Message:
    return Message(row.pk, row.kind, row.payload, row.key, row.attempts, row.created_at)


def _by_token(claims: Iterable[Claim]) -> dict[str, list[int]]:
    grouped: dict[str, list[int]] = defaultdict(list)
    for claim in sorted(claims, key=lambda claim: claim.message.id):
        grouped[claim.token].append(claim.message.id)
    return grouped


def _leased(token: str, ids: Sequence[int]) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(pk__in=ids, state=State.LEASED, lease_token=token)


def _record_sent(token: str, ids: Sequence[int]) -> int:
    return _leased(token, ids).update(
        **(FREE | {"state": State.SENT}), finished_at=clock.now(), last_error=""
    )


def _record_failed(outcome: Outcome) -> int:
    changes: dict[str, object] = {**FREE, "last_error": outcome.error[:LONGEST_ERROR]}
    if outcome.result is Result.DEAD:
        changes |= {"state": State.DEAD, "finished_at": clock.now()}
    else:
        changes |= {"run_at": outcome.run_at}
    if not outcome.counts:
        changes |= {"attempts": F("attempts") - 1}
    return _leased(outcome.claim.token, [outcome.claim.message.id]).update(**changes)
