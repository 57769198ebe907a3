from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from vcs.core import clock
from vcs.outbox import registry, services, tasks
from vcs.outbox.models import OutboxMessage, PeriodicRun, State, WorkerBeat
from vcs.outbox.scheduler import Scheduler

HOUR = timedelta(hours=1)


@pytest.fixture
def hourly() -> None:
    """A job for each hour."""
    registry.periodic("hourly", HOUR)(lambda: None)


def finish_runs() -> None:
    OutboxMessage.objects.update(state=State.SENT, finished_at=clock.now())


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_slot_is_started_once_by_many_schedulers(at_start: clock.Frozen) -> None:
    for scheduler in (Scheduler(), Scheduler(), Scheduler()):
        scheduler.tick()
        finish_runs()
        scheduler.tick()
    assert OutboxMessage.objects.get().kind == "periodic.hourly"
    assert PeriodicRun.objects.get().slot == at_start.at


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_next_slot_is_started_in_its_time(at_start: clock.Frozen) -> None:
    scheduler = Scheduler()
    scheduler.tick()
    finish_runs()
    at_start.advance(HOUR)
    scheduler.tick()
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_slots_missed_are_caught_up_by_one_run(at_start: clock.Frozen) -> None:
    Scheduler().tick()
    finish_runs()
    at_start.advance(timedelta(days=3, minutes=20))
    Scheduler().tick()
    assert OutboxMessage.objects.count() == 2
    assert PeriodicRun.objects.latest("slot").slot == at_start.at - timedelta(minutes=20)


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_job_that_still_runs_is_not_started_again_but_soon_after(at_start: clock.Frozen) -> None:
    scheduler = Scheduler()
    scheduler.tick()
    at_start.advance(HOUR)
    scheduler.tick()
    assert OutboxMessage.objects.count() == 1
    finish_runs()
    scheduler.tick()
    assert OutboxMessage.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("hourly")
def test_settled_slot_asks_the_database_nothing(
    at_start: clock.Frozen, django_assert_num_queries: Callable[..., object]
) -> None:
    scheduler = Scheduler()
    scheduler.tick()
    with django_assert_num_queries(0):  # type: ignore[attr-defined]
        scheduler.tick()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hourly")
def test_slot_raced_for_by_schedulers_is_started_once() -> None:
    ready = Barrier(8)

    def tick() -> None:
        try:
            ready.wait()
            Scheduler().tick()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        for future in [pool.submit(tick) for _ in range(8)]:
            future.result()
    assert OutboxMessage.objects.count() == 1


@pytest.mark.django_db
def test_pruning_takes_old_sent_messages_slots_and_beats_only(at_start: clock.Frozen) -> None:
    for state in State:
        OutboxMessage.objects.create(kind="a", state=state, finished_at=at_start.at)
    PeriodicRun.objects.create(name="hourly", slot=at_start.at)
    services.record_beat("gone", at_start.at)
    at_start.advance(tasks.KEEP_SLOTS + HOUR)
    OutboxMessage.objects.create(kind="a", state=State.SENT, finished_at=at_start.at)
    services.record_beat("here", at_start.at)
    tasks.prune()
    states = OutboxMessage.objects.order_by("id").values_list("state", flat=True)
    assert list(states) == [State.PENDING, State.LEASED, State.DEAD, State.SENT]
    assert not PeriodicRun.objects.exists()
    assert WorkerBeat.objects.get().worker == "here"
