from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connections, transaction
from pytest_django import Settings
from redis import RedisError

from vcs.outbox import wake
from vcs.outbox.models import PeriodicRun
from vcs.outbox.services import record_beat
from vcs.outbox.wake import bell, ears
from vcs.outbox.wake.ears import Ear

CHANNEL = "vcs_test"


class Heard:
    """What was heard since last asked."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def __call__(self, _hint: str | None) -> None:
        self.event.set()

    def within(self, seconds: float) -> bool:
        heard = self.event.wait(seconds)
        self.event.clear()
        return heard


@pytest.fixture
def heard(transactional_db: None) -> Iterator[Heard]:
    """A listener past the first look that every ear begins with."""
    listener = Heard()
    started = wake.listen(CHANNEL, listener)
    for ear in started:
        assert ear.listening.wait(10)
    listener.within(0.3)
    yield listener
    for ear in started:
        ear.stop()


def elsewhere(action: object) -> None:
    """Do it in another thread, so on another connection."""

    def run() -> None:
        try:
            action()  # type: ignore[operator]
        finally:
            connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()


def ring() -> None:
    with transaction.atomic():
        PeriodicRun.objects.create(name="ring", slot="2026-11-16T00:00:00Z")
        wake.ring(CHANNEL, "hint")


def test_ring_is_heard_after_the_commit(heard: Heard) -> None:
    elsewhere(ring)
    assert heard.within(2)


def test_ring_of_a_transaction_rolled_back_is_not_heard(heard: Heard) -> None:
    def take_back() -> None:
        with transaction.atomic():
            wake.ring(CHANNEL, "hint")
            transaction.set_rollback(True)

    elsewhere(take_back)
    assert not heard.within(0.4)


def test_stopped_ear_hears_no_more(transactional_db: None) -> None:
    listener = Heard()
    for ear in wake.listen(CHANNEL, listener):
        ear.stop()
    listener.within(0.1)
    elsewhere(ring)
    assert not listener.within(0.3)


def test_ear_that_lost_its_source_comes_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ears, "RECONNECT_SECONDS", 0.01)
    again = threading.Event()

    class Flaky(Ear):
        """Loses its source once."""

        tries = 0

        def listen(self) -> None:
            """Fail, then hear."""
            self.tries += 1
            if self.tries == 1:
                raise OSError("connection reset")
            again.set()
            self.stopping.wait()

    ear = Flaky(CHANNEL, Heard())
    ear.start()
    assert again.wait(5)
    ear.stop()


@pytest.mark.django_db(transaction=True)
def test_redis_that_is_away_costs_one_commit_a_wait_and_no_commit_its_effect(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Away:
        """A client that cannot connect."""

        def publish(self, *_args: object) -> None:
            asked.append(True)
            raise RedisError("timed out")

    settings.VCS_REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(bell, "redis_client", Away)
    monkeypatch.setattr(bell, "redis_fuse", bell.Fuse(10))
    ring()
    with transaction.atomic():
        wake.ring(CHANNEL)
    record_beat("one", PeriodicRun.objects.get().slot)
    assert asked == [True]
