"""`manage.py serve` whole: web and worker beside each other, watched and ended together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.server import free_port
from tests.processes import ROOT, environment
from vcs.outbox.models import WorkerBeat


@pytest.fixture
def serving(transactional_db: None) -> Iterator[subprocess.Popen[bytes]]:
    """The whole installation, up."""
    port = str(free_port())
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", port],
        cwd=ROOT,
        env=environment(DJANGO_SETTINGS_MODULE="vcs.settings", VCS_REDIS_URL=""),
    )
    eventually(lambda: answers(f"http://127.0.0.1:{port}/livez"))
    eventually(WorkerBeat.objects.exists)
    yield process
    process.kill()
    process.wait()


def answers(address: str) -> bool:
    try:
        urllib.request.urlopen(address, timeout=2).close()
    except OSError:
        return False
    return True


def eventually(condition: Callable[[], object], seconds: float = 60) -> None:
    give_up_at = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < give_up_at, "it never came true"
        time.sleep(0.05)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.slow
def test_killed_worker_comes_back_and_one_signal_ends_all(
    serving: subprocess.Popen[bytes],
) -> None:
    first = WorkerBeat.objects.get().worker
    os.kill(int(first.rpartition(":")[2]), signal.SIGKILL)
    eventually(WorkerBeat.objects.exclude(worker=first).exists)
    left = children(serving.pid)
    assert len(left) == 2
    serving.send_signal(signal.SIGINT)
    assert serving.wait(30) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in left)
