"""kill -9 of the web process around its commits: a repeated Idempotency-Key books once.

Callers book without a pause until the process dies under them, at a random moment or as soon as
the database shows a new booking. What they got no answer to was either stored or not; which of the
two, they learn by sending it again to the next process.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.concurrency.databases import ENGINES, ROOT, database
from tests.concurrency.test_booking_races import shell

CALLERS = 8
KILLS_AT_LEAST, KILLS_AT_MOST = 12, 60
SEEN_AT_LEAST = 2
LONGEST_LIFE_SECONDS = 0.2
MONDAY = datetime(2030, 1, 7, tzinfo=UTC)

SETUP = f"""
from rooms.models import Resource
from vcs.directory.models import Office, RoleAssignment, User
from vcs.directory.tokens import create_token
office = Office.objects.create(code="9901", name="เขต", short_name="เขต")
user = User.objects.create(username="clerk", office=office)
RoleAssignment.objects.create(user=user, role="requester")
rooms = [Resource.objects.create(office=office, name=f"ห้อง {{n}}") for n in range({CALLERS})]
print(create_token(user=user, name="test"), *[room.pk for room in rooms])
"""
STORED = """
from rooms.models import Booking
print(*Booking.objects.values_list("description", flat=True))
"""


class Web:
    """The web process, killed and started again on the same port."""

    def __init__(self, url: str) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        self.nursery = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("killable_web.py"))],
            cwd=ROOT,
            env=os.environ
            | {
                "DJANGO_SETTINGS_MODULE": "vcs.settings",
                "PYTHONPATH": str(ROOT),
                "VCS_DATABASE_URL": url,
                "VCS_REDIS_URL": "",
                "VCS_API_RATE_USER": "1000000/min",
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.pid = 0

    def start(self) -> None:
        """Have a process that listens."""
        self.nursery.stdin.write(f"{self.port}\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
        self.pid = 0

    def end(self) -> None:
        """Leave nothing running."""
        self.kill()
        self.nursery.communicate()


@contextmanager
def web_on(url: str) -> Iterator[Web]:
    """A web process on the database."""
    web = Web(url)
    try:
        yield web
    finally:
        web.end()


@dataclass
class Request:
    """One booking as its caller sends it, the first time and every time after."""

    room: int
    hour: int
    key: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: bytes | None = None
    replayed: bool = False

    def body(self) -> str:
        """The JSON to send; the key is in it, too, so that the booking can be told by it."""
        start = MONDAY + timedelta(hours=self.hour)
        return json.dumps(
            {
                "title": "ประชุม",
                "description": self.key,
                "starts_at": start.isoformat(),
                "ends_at": (start + timedelta(hours=1)).isoformat(),
                "timezone": "Asia/Bangkok",
                "resources": [self.room],
            }
        )


@dataclass
class Caller:
    """Books hour after hour of its own room, each under a key of its own."""

    token: str
    room: int
    sent: list[Request] = field(default_factory=list)

    def book_until_killed(self, port: int, answered: threading.Event) -> None:
        """Send one request after another; the last one gets no answer."""
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        with closing(connection), suppress(OSError, http.client.HTTPException):
            while True:
                self.sent.append(Request(self.room, len(self.sent)))
                self.ask(connection, self.sent[-1])
                answered.set()

    def repeat(self, port: int) -> str:
        """Send the unanswered request again, and the one before it; what became of the first."""
        *before, last = self.sent
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
            for request in before[-1:]:
                answer = request.answer
                self.ask(connection, request)
                assert request.answer == answer
                assert request.replayed
            self.ask(connection, last)
        return "stored, not answered" if last.replayed else "not stored"

    def ask(self, connection: http.client.HTTPConnection, request: Request) -> None:
        """Send it and keep the answer."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/json",
            "Idempotency-Key": request.key,
        }
        connection.request("POST", "/api/v1/bookings/", request.body(), headers)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 201, body.decode()
        request.answer, request.replayed = body, answer.headers["Idempotency-Replayed"] == "true"


@dataclass
class Watch:
    """Looks at the database from outside the process that writes it."""

    connection: Any

    def wait_for_commit(self) -> None:
        """Return as soon as there is a booking more."""
        before = self._newest()
        give_up_at = time.monotonic() + 30
        while self._newest() == before:
            assert time.monotonic() < give_up_at

    def _newest(self) -> int | None:
        return self.connection.execute("SELECT max(id) FROM rooms_booking").fetchone()[0]


@contextmanager
def watch_on(url: str) -> Iterator[Watch]:
    """A watch on the database."""
    if url.startswith("sqlite"):
        connection: Any = sqlite3.connect(url.removeprefix("sqlite:///"))
    else:
        connection = psycopg.connect(url, autocommit=True)
    with closing(connection):
        yield Watch(connection)


def kill_under_load(
    web: Web, callers: list[Caller], pool: ThreadPoolExecutor, watch: Watch | None
) -> None:
    """Let all callers book, and kill the process: at any moment, or right after a commit."""
    answered = threading.Event()
    calling = [pool.submit(caller.book_until_killed, web.port, answered) for caller in callers]
    assert answered.wait(30)
    if watch:
        watch.wait_for_commit()
    else:
        time.sleep(random.uniform(0, LONGEST_LIFE_SECONDS))
    web.kill()
    for call in calling:
        call.result()


@pytest.mark.concurrency
@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_repeated_key_books_once_wherever_the_web_process_was_killed(
    engine: str, tmp_path: Path
) -> None:
    fates: Counter[str] = Counter({"stored, not answered": 0, "not stored": 0})
    with database(engine, tmp_path) as url:
        token, *rooms = shell(url, SETUP)
        callers = [Caller(token, int(room)) for room in rooms]
        with web_on(url) as web, watch_on(url) as watch, ThreadPoolExecutor(CALLERS) as pool:
            web.start()
            for kills in range(1, KILLS_AT_MOST + 1):
                kill_under_load(web, callers, pool, watch if kills % 2 else None)
                web.start()
                fates.update(caller.repeat(web.port) for caller in callers)
                if kills >= KILLS_AT_LEAST and min(fates.values()) >= SEEN_AT_LEAST:
                    break
        stored = shell(url, STORED)
    assert sorted(stored) == sorted(request.key for caller in callers for request in caller.sent)
    assert min(fates.values()) >= SEEN_AT_LEAST, fates
