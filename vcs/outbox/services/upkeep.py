"""Slots of periodic jobs, signs of life, sending again, and throwing away what is long done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet

from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.outbox import queries, wake
from vcs.outbox.messages import Draft
from vcs.outbox.models import OutboxMessage, PeriodicRun, State, WorkerBeat
from vcs.outbox.registry import PERIODIC_PREFIX
from vcs.outbox.services.writing import write_messages

M = TypeVar("M", bound=Model)

PRUNE_BATCH = 5000


@use_case
def start_slots(slots: Sequence[tuple[str, datetime]]) -> list[str]:
    """Enqueue each job whose slot nobody has started; gives the names that need no other try.

    A job with an unfinished run is left for a later call, so that runs never pile up.
    """
    busy = queries.unfinished_kinds(PERIODIC_PREFIX + name for name, _ in slots)
    settled = []
    for name, slot in sorted(slots):
        kind = PERIODIC_PREFIX + name
        if kind not in busy:
            settled.append(name)
            _start_slot(kind, name, slot)
    return settled


def _start_slot(kind: str, name: str, slot: datetime) -> None:
    _, first = PeriodicRun.objects.get_or_create(name=name, slot=slot)
    if first:
        write_messages(kind, [Draft({"slot": slot.isoformat()})])


@use_case
def send_again(ids: Sequence[int]) -> int:
    """Make dead letters due at once with a clean count; gives how many were dead."""
    revived = OutboxMessage.objects.filter(pk__in=ids, state=State.DEAD).update(
        state=State.PENDING, attempts=0, run_at=clock.now(), finished_at=None
    )
    wake.ring(wake.OUTBOX)
    return revived


@use_case
def record_beat(worker: str, started_at: datetime) -> None:
    """Leave a sign of life; one row per worker."""
    WorkerBeat.objects.update_or_create(
        worker=worker, defaults={"seen_at": clock.now(), "started_at": started_at}
    )


@use_case
def forget_worker(worker: str) -> None:
    """Remove the sign of life of a worker that stopped in good order."""
    WorkerBeat.objects.filter(worker=worker).delete()


def prune_finished(*, older_than: timedelta) -> int:
    """Delete messages sent long ago, some at a time; dead letters stay until a person decides."""
    sent = OutboxMessage.objects.filter(state=State.SENT, finished_at__lt=clock.now() - older_than)
    return _delete_in_batches(sent)


def prune_slots(*, older_than: timedelta) -> int:
    """Delete slots so old that no process can take them for the present one."""
    return _delete_in_batches(PeriodicRun.objects.filter(slot__lt=clock.now() - older_than))


def prune_workers(*, older_than: timedelta) -> int:
    """Delete signs of life of workers that ended without a word."""
    return _delete_in_batches(WorkerBeat.objects.filter(seen_at__lt=clock.now() - older_than))


def _delete_in_batches(rows: QuerySet[M]) -> int:
    total = 0
    while deleted := _delete_batch(rows):
        total += deleted
    return total


@use_case
def _delete_batch(rows: QuerySet[M]) -> int:
    ids = list(rows.values_list("pk", flat=True)[:PRUNE_BATCH])
    return rows.model._default_manager.filter(pk__in=ids).delete()[0]
