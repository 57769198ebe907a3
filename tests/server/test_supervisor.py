"""Supervision, seen from outside: a supervisor in a process of its own with simple children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.processes import ROOT

SCRIPT = """
import sys
from pathlib import Path
from vcs.server.supervisor import Child, Supervisor
note = (
    "import os, sys, signal, time, threading; from vcs.server.orphans import end_with_supervisor;"
    "signal.signal(signal.SIGTERM, lambda *_: sys.exit(0)); end_with_supervisor();"
    "open(sys.argv[1], 'a').write(f'{os.getpid()}\\\\n');"
)
def child(name, then, **options):
    return Child(name, [sys.executable, "-c", note + then, f"{sys.argv[1]}/{name}"], **options)
children = [child("web", sys.argv[2], vital=True), child("worker", sys.argv[3])]
sys.exit(Supervisor(children).run())
"""
STAY = "time.sleep(60)"
# Once the other child is there, too.
AFTER = """
while not os.path.exists(os.path.join(os.path.dirname(sys.argv[1]), {other!r})):
    time.sleep(0.02)
sys.exit({status})
"""
Start = Callable[..., subprocess.Popen[bytes]]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts a supervisor over two children that do as told."""
    started: list[subprocess.Popen[bytes]] = []

    def start_one(web: str = STAY, worker: str = STAY) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, "-c", SCRIPT, str(tmp_path), web, worker], cwd=ROOT
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.wait()


@pytest.fixture
def pids(tmp_path: Path) -> Callable[[str, int], list[int]]:
    """The process ids a child has had, once there are so many."""

    def read(name: str, count: int) -> list[int]:
        give_up_at = time.monotonic() + 15
        while True:
            path = tmp_path / name
            found = [int(line) for line in path.read_text().split()] if path.exists() else []
            if len(found) >= count:
                return found
            assert time.monotonic() < give_up_at, found
            time.sleep(0.02)

    return read


def gone(pid: int) -> bool:
    """Whether the process has ended, waiting a little for it."""
    give_up_at = time.monotonic() + 10
    while time.monotonic() < give_up_at:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if Path(f"/proc/{pid}/stat").exists() and " Z " in Path(f"/proc/{pid}/stat").read_text():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_signal_ends_supervisor_and_children(
    start: Start, pids: Callable[[str, int], list[int]], number: signal.Signals
) -> None:
    supervisor = start()
    children = pids("web", 1) + pids("worker", 1)
    supervisor.send_signal(number)
    assert supervisor.wait(10) == 0
    assert all(map(gone, children))


def test_killed_worker_is_started_again(
    start: Start, pids: Callable[[str, int], list[int]]
) -> None:
    start()
    [web], [first] = pids("web", 1), pids("worker", 1)
    os.kill(first, signal.SIGKILL)
    pids("worker", 2)
    assert pids("web", 1) == [web]


def test_worker_that_keeps_failing_is_started_ever_more_rarely(
    start: Start, pids: Callable[[str, int], list[int]]
) -> None:
    start(worker="sys.exit(3)")
    begun = time.monotonic()
    pids("worker", 3)
    assert time.monotonic() - begun > 1.4


def test_web_process_that_cannot_start_ends_everything_with_its_status(
    start: Start, pids: Callable[[str, int], list[int]]
) -> None:
    supervisor = start(web=AFTER.format(other="worker", status=3))
    assert supervisor.wait(10) == 3
    assert all(map(gone, pids("worker", 1)))


def test_child_that_ends_by_itself_ends_everything(
    start: Start, pids: Callable[[str, int], list[int]]
) -> None:
    supervisor = start(worker=AFTER.format(other="web", status=0))
    assert supervisor.wait(10) == 0
    assert all(map(gone, pids("web", 1)))


def test_children_end_with_a_supervisor_that_was_killed(
    start: Start, pids: Callable[[str, int], list[int]]
) -> None:
    supervisor = start()
    children = pids("web", 1) + pids("worker", 1)
    supervisor.kill()
    assert all(map(gone, children))
