"""How fast the outbox is: one message from commit to handler, and many."""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from bench.harness import Bench, at_least, at_most, case
from vcs.outbox import Draft, Message, enqueue, enqueue_many, handler
from vcs.outbox.models import OutboxMessage, State
from vcs.outbox.worker import Worker

MANY = 5000
SINGLE = 40
KIND = "bench.mail"
delivered: list[float] = []


@handler(KIND)
def pretend(_message: Message) -> None:
    """The sending, faked."""
    delivered.append(time.perf_counter())


@contextmanager
def running_worker() -> Iterator[None]:
    """The embedded worker in a thread; it claims and records as it does in its own process."""
    worker = Worker()
    thread = threading.Thread(target=worker.run)
    thread.start()
    try:
        yield
    finally:
        worker.stop()
        thread.join()


@case("outbox: messages drained a second", aim=at_least(1000), unit="/s")
def drained(_bench: Bench) -> float:
    """From the start of the worker until the last of many rows is recorded as sent."""
    with transaction.atomic():
        enqueue_many(KIND, [Draft({"school": number}) for number in range(MANY)])
    begun = time.perf_counter()
    with running_worker():
        while OutboxMessage.objects.filter(kind=KIND).exclude(state=State.SENT).exists():
            time.sleep(0.01)
        return MANY / (time.perf_counter() - begun)


@case("outbox: idle latency, commit to handler", aim=at_most(50), unit="ms")
def idle_latency(_bench: Bench) -> float:
    """The median, with a pause before each so that the worker sleeps."""
    latencies = []
    with running_worker():
        time.sleep(1)
        for number in range(SINGLE):
            delivered.clear()
            with transaction.atomic():
                enqueue(KIND, {"school": number})
            committed = time.perf_counter()
            while not delivered:
                time.sleep(0.0005)
            latencies.append((delivered[0] - committed) * 1000)
            time.sleep(0.05)
    return statistics.median(latencies)
