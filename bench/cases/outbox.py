"""How fast the outbox is: one message from commit to handler, and many."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from django.db import transaction

from bench.harness import Bench, at_least, at_most, case
from bench.server import ROOT
from bench.worker import KIND
from vcs.outbox import Draft, enqueue, enqueue_many
from vcs.outbox.models import OutboxMessage, State

MANY = 5000
SINGLE = 40


@contextmanager
def worker() -> Iterator[IO[str]]:
    """A worker process that has begun; it says when each message was handled."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.worker"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    process.stdout.readline()
    try:
        yield process.stdout
    finally:
        process.terminate()
        process.communicate()


@case(
    "outbox: messages drained a second",
    aim=at_least(1000),
    unit="/s",
    note="Celery 987–1,445; the sending faked, one worker process",
)
def drained(_bench: Bench) -> float:
    """From the start of the worker until the last of many rows is recorded as sent."""
    with transaction.atomic():
        enqueue_many(KIND, [Draft({"school": number}) for number in range(MANY)])
    with worker() as handled:
        begun = time.perf_counter()
        for _ in range(MANY):
            handled.readline()
        while OutboxMessage.objects.filter(kind=KIND).exclude(state=State.SENT).exists():
            time.sleep(0.002)
        return MANY / (time.perf_counter() - begun)


@case(
    "outbox: idle latency, commit to handler",
    aim=at_most(50),
    unit="ms",
    note="Celery 3.4; between two processes",
)
def idle_latency(_bench: Bench) -> float:
    """The median, with a pause before each so that the worker sleeps."""
    latencies = []
    with worker() as handled:
        time.sleep(1)
        for number in range(SINGLE):
            with transaction.atomic():
                enqueue(KIND, {"school": number})
            committed = time.perf_counter()
            latencies.append((float(handled.readline()) - committed) * 1000)
            time.sleep(0.1)
    return statistics.median(latencies)


@case("outbox: messages written a second, 220 to a transaction", unit="/s")
def written(_bench: Bench) -> float:
    """An invitation for each school, as an approval writes them."""

    def invite() -> None:
        with transaction.atomic():
            enqueue_many("bench.never", [Draft({"school": number}) for number in range(220)])

    rate = Bench.per_second(invite) * 220
    OutboxMessage.objects.filter(kind="bench.never").delete()
    return rate
