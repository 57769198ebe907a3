from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connections

from tests.outbox.conftest import KIND
from vcs.outbox import Message, registry
from vcs.outbox.models import OutboxMessage, State, WorkerBeat
from vcs.outbox.worker import Options, Worker

pytestmark = pytest.mark.django_db(transaction=True)
Put = Callable[..., list[int]]


class Running:
    """A worker in a thread."""

    def __init__(self, options: Options) -> None:
        self.worker = Worker(options)
        self.healthy: bool | None = None
        self.thread = threading.Thread(target=self._run)
        self.thread.start()

    def _run(self) -> None:
        try:
            self.healthy = self.worker.run()
        finally:
            connections.close_all()

    def stop(self) -> bool | None:
        self.worker.stop()
        self.thread.join(timeout=20)
        return self.healthy


@contextmanager
def working(options: Options | None = None) -> Iterator[Running]:
    running = Running(options or Options())
    try:
        yield running
    finally:
        running.stop()


def eventually(condition: Callable[[], bool], seconds: float = 10) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at, "it never came true"
        time.sleep(0.01)


def states() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("state", flat=True))


def test_messages_written_before_and_after_the_start_are_sent(
    put: Put, handled: list[Message]
) -> None:
    put({"n": 1})
    with working():
        eventually(lambda: states() == [State.SENT])
        put({"n": 2})
        eventually(lambda: states() == [State.SENT, State.SENT])
    assert [message.payload for message in handled] == [{"n": 1}, {"n": 2}]


def test_sleeping_worker_is_woken_by_a_commit(put: Put, handled: list[Message]) -> None:
    with working():
        put({})
        eventually(lambda: states() == [State.SENT])
        time.sleep(0.3)
        begun = time.monotonic()
        put({})
        eventually(lambda: len(handled) == 2)
        assert time.monotonic() - begun < 0.5


def test_message_due_later_is_sent_at_its_time(put: Put, handled: list[Message]) -> None:
    begun = time.monotonic()
    with working():
        put({}, after=timedelta(seconds=0.6))
        eventually(lambda: len(handled) == 1)
    assert 0.5 < time.monotonic() - begun < 3


def test_bad_message_stops_nobody_elses(put: Put) -> None:
    @registry.handler(KIND)
    def deliver(message: Message) -> None:
        if message.payload["n"] == 1:
            raise ValueError("bad")

    put({"n": 0}, {"n": 1}, {"n": 2})
    with working():
        eventually(lambda: states() == [State.SENT, State.PENDING, State.SENT])
    failed = OutboxMessage.objects.get(state=State.PENDING)
    assert (failed.attempts, failed.last_error) == (1, "ValueError: bad")


def test_stopping_finishes_what_runs_and_gives_back_the_rest(put: Put) -> None:
    begun, go_on = threading.Event(), threading.Event()

    @registry.handler(KIND)
    def deliver(_message: Message) -> None:
        begun.set()
        go_on.wait(10)

    put(*({"n": number} for number in range(5)))
    with working(Options(threads=1)) as running:
        assert begun.wait(10)
        running.worker.stop()
        time.sleep(0.1)
        go_on.set()
        assert running.stop() is True
    assert states() == [State.SENT, *[State.PENDING] * 4]
    assert set(OutboxMessage.objects.values_list("attempts", flat=True)) == {0, 1}


def test_long_message_keeps_its_lease(put: Put) -> None:
    calls = []

    @registry.handler(KIND)
    def deliver(message: Message) -> None:
        calls.append(message.attempt)
        time.sleep(1.6)

    put({})
    options = Options(lease=timedelta(seconds=0.6))
    with working(options), working(options):
        eventually(lambda: states() == [State.SENT])
    assert calls == [1]


def test_hanging_handler_makes_the_worker_ask_for_a_new_process(put: Put) -> None:
    go_on = threading.Event()

    @registry.handler(KIND)
    def deliver(_message: Message) -> None:
        go_on.wait(20)

    put({})
    with working(Options(longest=timedelta(seconds=0.2))) as running:
        running.thread.join(timeout=10)
        assert running.healthy is False
        go_on.set()


def test_lease_of_a_dead_worker_is_taken_over(put: Put, handled: list[Message]) -> None:
    from vcs.outbox import services

    put({})
    assert services.claim_messages(limit=1, lease=timedelta(seconds=0.2))
    with working():
        eventually(lambda: states() == [State.SENT])
    assert handled[0].attempt == 2


def test_worker_gives_signs_of_life_and_takes_its_leave() -> None:
    with working() as running:
        eventually(lambda: WorkerBeat.objects.filter(worker=running.worker.name).exists())
    assert not WorkerBeat.objects.exists()


def test_due_periodic_job_is_run() -> None:
    ran = threading.Event()
    registry.periodic("test", timedelta(hours=1))(ran.set)
    with working():
        assert ran.wait(10)
