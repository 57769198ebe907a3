"""Writing events: number and row in one transaction, so that a number seen is an event readable."""

from datetime import datetime, timedelta
from typing import Any

import orjson
from django.db import connection
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.live.models import Event
from vcs.outbox import wake
from vcs.outbox.wake.bell import ring_beside_database

PRUNE_BATCH = 5000

# Table names are those of the models; a test holds them together.
NEXT_NUMBER = """
INSERT INTO live_streamstate (stream, seq) VALUES (%s, 1)
ON CONFLICT (stream) DO UPDATE SET seq = live_streamstate.seq + 1 RETURNING seq
"""
APPEND_AND_NOTIFY = """
WITH next AS (
  INSERT INTO live_streamstate (stream, seq) VALUES (%s, 1)
  ON CONFLICT (stream) DO UPDATE SET seq = live_streamstate.seq + 1 RETURNING seq
), written AS (
  INSERT INTO live_event (stream, seq, name, data, created_at)
  SELECT %s, next.seq, %s, %s::jsonb, %s FROM next RETURNING seq
)
SELECT seq, pg_notify(%s, %s) FROM written
"""


def append_event(stream: str, name: str, data: dict[str, Any]) -> int:
    """Number and write one event and wake the tails at commit; holds the stream's row till then."""
    if not connection.in_atomic_block:
        raise TransactionManagementError("an event needs the transaction of its cause")
    write = _append_postgresql if connection.vendor == "postgresql" else _append_sqlite
    seq = write(stream, name, data)
    ring_beside_database(wake.LIVE, stream)
    return seq


def _append_postgresql(stream: str, name: str, data: dict[str, Any]) -> int:
    text = orjson.dumps(data).decode()
    with connection.cursor() as cursor:
        cursor.execute(
            APPEND_AND_NOTIFY, [stream, stream, name, text, clock.now(), wake.LIVE, stream]
        )
        return int(cursor.fetchone()[0])


def _append_sqlite(stream: str, name: str, data: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, [stream])
        seq = int(cursor.fetchone()[0])
    Event.objects.create(stream=stream, seq=seq, name=name, data=data, created_at=clock.now())
    return seq


def prune_events(*, older_than: timedelta) -> int:
    """Delete old events, some at a time; the counters stay, so numbers are never given twice."""
    total = 0
    while deleted := _prune_batch(clock.now() - older_than):
        total += deleted
    return total


@use_case
def _prune_batch(before: datetime) -> int:
    old = Event.objects.filter(created_at__lt=before).values_list("pk", flat=True)[:PRUNE_BATCH]
    return Event.objects.filter(pk__in=list(old)).delete()[0]
