"""kill -9 in a hundred random places: no message is lost, none is marked sent without effect."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction

from tests.processes import ROOT, environment
from vcs.outbox import Draft, enqueue_many
from vcs.outbox.models import OutboxMessage, State

KILLS = 100
PER_ROUND = 20
WORKERS = 2
DRAIN_SECONDS = 30


class Nursery:
    """Workers that can be started and killed."""

    def __init__(self, effects: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("killable.py")), str(effects)],
            cwd=ROOT,
            env=environment(DJANGO_SETTINGS_MODULE="vcs.settings", VCS_REDIS_URL=""),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.alive: list[int] = []

    def start(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("start\n")
        self.process.stdin.flush()
        self.alive.append(int(self.process.stdout.readline()))

    def kill_one(self) -> None:
        os.kill(self.alive.pop(random.randrange(len(self.alive))), signal.SIGKILL)

    def end(self) -> None:
        while self.alive:
            self.kill_one()
        self.process.communicate()


@pytest.fixture
def nursery(transactional_db: None, tmp_path: Path) -> Iterator[Nursery]:
    found = Nursery(tmp_path / "effects")
    yield found
    found.end()


@pytest.mark.slow
@pytest.mark.concurrency
def test_killed_workers_lose_no_message(nursery: Nursery, tmp_path: Path) -> None:
    for round_ in range(KILLS):
        while len(nursery.alive) < WORKERS:
            nursery.start()
        with transaction.atomic():
            numbers = range(round_ * PER_ROUND, (round_ + 1) * PER_ROUND)
            enqueue_many("kill.effect", [Draft({"n": n}) for n in numbers])
        time.sleep(random.uniform(0.01, 0.2))
        nursery.kill_one()
    nursery.start()
    wait_until_drained()
    effects = Counter(int(line) for line in (tmp_path / "effects").read_text().split())
    assert set(effects) == set(range(KILLS * PER_ROUND))
    assert set(OutboxMessage.objects.values_list("state", flat=True)) == {State.SENT}
    # Otherwise no worker was ever killed in the midst of one, and nothing was shown.
    assert OutboxMessage.objects.filter(attempts__gt=1).exists()


def wait_until_drained() -> None:
    give_up_at = time.monotonic() + DRAIN_SECONDS
    while OutboxMessage.objects.exclude(state=State.SENT).exists():
        assert time.monotonic() < give_up_at, list(
            OutboxMessage.objects.exclude(state=State.SENT).values()[:3]
        )
        time.sleep(0.1)
