"""Celery as the executor; its tasks are called here as Celery would call them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import transaction
from kombu.exceptions import OperationalError

from tests.outbox.conftest import KIND
from vcs.core import clock
from vcs.outbox import Message, broker, enqueue, offers, registry, services
from vcs.outbox.models import OutboxMessage, State, WorkerBeat
from vcs.outbox.wake.bell import Fuse

Put = Callable[..., list[int]]


@pytest.fixture(autouse=True)
def whole_fuse(monkeypatch: pytest.MonkeyPatch) -> None:
    """No failure of another test is remembered."""
    monkeypatch.setattr(broker, "redis_fuse", Fuse(10))


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> list[list[int]]:
    """What was offered to an executor that registered."""
    batches: list[list[int]] = []
    monkeypatch.setattr(offers, "_takers", [lambda ids: batches.append(list(ids))])
    return batches


@pytest.mark.django_db(transaction=True)
def test_rows_are_offered_after_the_commit_and_only_then(offered: list[list[int]]) -> None:
    with transaction.atomic():
        first = enqueue(KIND, {})
        assert offered == []
    with transaction.atomic():
        enqueue(KIND, {})
        transaction.set_rollback(True)
    assert offered == [[first]]


@pytest.mark.django_db
def test_offered_rows_are_delivered_once(put: Put, handled: list[Message]) -> None:
    first, second, _ = put({"n": 1}, {"n": 2}, {"n": 3})
    assert broker.deliver([first, second]) == 2
    assert broker.deliver([first, second]) == 0
    assert [message.id for message in handled] == [first, second]


@pytest.mark.django_db
def test_offered_row_that_the_embedded_worker_holds_is_left_to_it(
    put: Put, handled: list[Message]
) -> None:
    ids = put({})
    services.claim_messages(limit=1, lease=timedelta(seconds=30))
    assert broker.deliver(ids) == 0
    assert handled == []


@pytest.mark.django_db
def test_sweep_delivers_what_was_never_offered_and_what_a_dead_worker_held(
    at_start: clock.Frozen, put: Put, handled: list[Message]
) -> None:
    held = put({"n": 1})
    services.claim_messages(limit=1, lease=timedelta(seconds=30))
    never = put(*({"n": number} for number in range(broker.SWEEP_BATCH + 1)))
    at_start.advance(timedelta(seconds=31))
    assert broker.sweep() == len(held + never)
    assert {message.id for message in handled} == {*held, *never}
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db
def test_tick_starts_periodic_jobs_and_gives_a_sign_of_life() -> None:
    registry.periodic("hourly", timedelta(hours=1))(lambda: None)
    broker.tick()
    assert OutboxMessage.objects.get().kind == "periodic.hourly"
    assert WorkerBeat.objects.get().worker.startswith("celery@")


def test_offer_without_a_broker_loses_nothing_and_raises_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked = []

    def refuse(*_args: object, **_options: object) -> None:
        asked.append(True)
        raise OperationalError("connection refused")

    monkeypatch.setattr(broker.deliver, "apply_async", refuse)
    broker.offer([1, 2, 3])
    # The next committer does not wait for the same refusal.
    broker.offer([4])
    assert asked == [True]


def test_offers_are_in_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[int] = []
    monkeypatch.setattr(
        broker.deliver, "apply_async", lambda args, **_options: sent.append(len(args[0]))
    )
    broker.offer(list(range(broker.OFFER_BATCH * 2 + 1)))
    assert sent == [broker.OFFER_BATCH, broker.OFFER_BATCH, 1]
