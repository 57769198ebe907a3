"""Twenty rivals for each of five hundred slots, in four processes of five threads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from tests.concurrency.databases import ENGINES, ROOT, database

PROCESSES, THREADS = 4, 5
RIVALS = PROCESSES * THREADS
SLOTS = int(os.environ.get("VCS_TEST_RACE_SLOTS", "500"))
BOUND_SECONDS = 20.0

SETUP = """
from rooms.models import Resource
from vcs.directory.models import Office, RoleAssignment, User
import sys
office = Office.objects.create(code="9901", name="เขต", short_name="เขต")
user = User.objects.create(username="clerk", office=office)
RoleAssignment.objects.create(user=user, role="requester")
made = [Resource.objects.create(office=office, name=f"ห้อง {n}", kind="room") for n in range(2)]
print(user.pk, *[one.pk for one in made])
"""
UNGUARD = "from rooms import triggers; triggers.remove()"
OVERLAPS = """
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute('''
        SELECT count(*) FROM rooms_hold a JOIN rooms_hold b ON a.resource_id = b.resource_id
        AND a.id < b.id AND a.hold_start < b.hold_end AND b.hold_start < a.hold_end
        AND a.active AND b.active''')
    print(cursor.fetchone()[0])
"""


def shell(url: str, code: str) -> list[str]:
    """Run code against the database; the words it prints."""
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    environment = os.environ | {"VCS_DATABASE_URL": url}
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE)
    return done.stdout.decode().split()


def race(url: str, slots: int, *, guarded: bool) -> list[tuple[int, str, float]]:
    """Let all rivals loose on each slot in turn; every attempt's slot, outcome and seconds."""
    actor, *resources = (int(word) for word in shell(url, SETUP))
    job = {
        "url": url,
        "actor": actor,
        "resources": resources,
        "slots": slots,
        "threads": THREADS,
        "guarded": guarded,
    }
    command = [sys.executable, "-m", "tests.concurrency.rivals", json.dumps(job)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    running = [subprocess.Popen(command, cwd=ROOT, **pipes) for _ in range(PROCESSES)]
    for _ in range(slots):
        for process in running:
            process.stdin.write("go\n")
            process.stdin.flush()
        for process in running:
            assert process.stdout.readline() == "done\n"
    outcomes = []
    for process in running:
        outcomes += [tuple(one) for one in json.loads(process.stdout.readline())]
        assert process.wait(timeout=60) == 0
    return outcomes


@pytest.mark.concurrency
@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ENGINES)
def test_each_slot_has_exactly_one_winner(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as url:
        outcomes = race(url, SLOTS, guarded=True)
        assert shell(url, OVERLAPS) == ["0"]
    assert Counter(outcome for _, outcome, _ in outcomes) == {
        "won": SLOTS,
        "conflict": SLOTS * (RIVALS - 1),
    }
    winners = defaultdict(int)
    for slot, outcome, _ in outcomes:
        winners[slot] += outcome == "won"
    assert set(winners.values()) == {1}
    assert max(seconds for _, _, seconds in outcomes) < BOUND_SECONDS


@pytest.mark.concurrency
@pytest.mark.parametrize("engine", ENGINES)
def test_without_guard_and_locks_the_same_race_books_twice(engine: str, tmp_path: Path) -> None:
    with database(engine, tmp_path) as url:
        shell(url, UNGUARD)
        outcomes = race(url, 20, guarded=False)
        assert int(shell(url, OVERLAPS)[0]) > 0
    assert Counter(outcome for _, outcome, _ in outcomes)["won"] > 20
