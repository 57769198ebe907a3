"""The real service for the browser: `manage.py serve` with its worker, on a database of its own."""

from __future__ import annotations

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from tests.processes import ROOT

START_SECONDS = 60
MEETINGS = "https://meet.example.invalid"
LOOK_SECONDS = 0.05
TAKE_ORDERS = "from tests.browser import offices; offices.take_orders()"


@dataclass(frozen=True)
class Person:
    """One who uses the service: by password, by an open session, or by a program's token."""

    username: str
    name: str
    session: str
    token: str


class Office:
    """An office of its own for one test, and what a program of its people can do there."""

    def __init__(self, service: Service, made: dict[str, Any]) -> None:
        self.service = service
        self.people = {name: Person(**person) for name, person in made["people"].items()}
        self.resources: dict[str, int] = made["resources"]
        self.schools: list[str] = made["schools"]
        self.day: str = made["day"]

    def ask(self, who: str, method: str, path: str, **options: Any) -> Any:
        """What the API answers to one of the office's people, as JSON."""
        headers = {"Authorization": f"Bearer {self.people[who].token}"}
        url = f"{self.service.url}/api/v1{path}"
        answer = httpx.request(method, url, headers=headers, timeout=30, **options)
        assert answer.is_success, answer.text
        return answer.json()

    def book(self, who: str, room: str, start: str, end: str, title: str, **more: Any) -> Any:
        """Book a room, `start` and `end` being times of the office's day or whole instants."""
        body = {
            "title": title,
            "starts_at": self.at(start),
            "ends_at": self.at(end),
            "timezone": "Asia/Bangkok",
            "resources": [self.resources[room]],
            **more,
        }
        return self.ask(who, "POST", "/bookings/", json=body)

    def at(self, time_of_day: str) -> str:
        """The instant of a time like 09:00 on the office's day."""
        return time_of_day if "T" in time_of_day else f"{self.day}T{time_of_day}:00+07:00"


class Service:
    """The service, started and ended as one process; offices are made in its database."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.offices = 0
        self.environment = clean_environment() | {
            "PORT": str(self.port),
            "VCS_DATABASE_URL": f"sqlite:///{folder / 'vcs.sqlite3'}",
            "VCS_EMAIL_URL": "dummymail://",
            "VCS_SECRET_KEY": secrets.token_urlsafe(64),
            "VCS_JITSI_URL": MEETINGS,
            "VCS_LOG_LEVEL": "ERROR",
        }
        self.maker = self._run(
            *("manage.py", "shell", "--no-imports", "-c", TAKE_ORDERS),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.maker.stdout.readline(), "the tables could not be made"
        self.process = self._serve()

    def make_office(self, *, schools: int = 6, **passwords: str) -> Office:
        """A new office; whoever is to sign in by password is named with it."""
        self.offices += 1
        order = {"number": self.offices, "schools": schools, "passwords": passwords}
        self.maker.stdin.write(json.dumps(order) + "\n")
        self.maker.stdin.flush()
        return Office(self, json.loads(self.maker.stdout.readline()))

    def load_demo(self) -> str:
        """Have the demo office, too; what the command prints."""
        loading = self._run("manage.py", "load_demo", stdout=subprocess.PIPE, text=True)
        said, _ = loading.communicate(timeout=START_SECONDS)
        assert loading.returncode == 0
        return str(said)

    def wait(self) -> None:
        """Return when the service says that it is ready."""
        give_up_at = time.monotonic() + START_SECONDS
        while not self._is_ready():
            assert self.process.poll() is None, "the service ended while it started"
            assert time.monotonic() < give_up_at, "the service did not become ready"
            time.sleep(LOOK_SECONDS)

    def crash(self) -> None:
        """Kill it as a power cut would, and start it again; its worker sees that it is alone."""
        web = self._web_pid()
        self.process.kill()
        os.kill(web, signal.SIGKILL)
        self.process.wait()
        self.process = self._serve()

    def end(self) -> None:
        """End everything in good order."""
        self.maker.communicate()
        self.process.terminate()
        self.process.wait(timeout=60)

    def _is_ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        except httpx.TransportError:
            return False

    def _serve(self) -> subprocess.Popen[Any]:
        serving = ["manage.py", "serve", "--port", str(self.port)]
        return self._run(*serving, stdout=subprocess.DEVNULL)

    def _web_pid(self) -> int:
        """The one child of the supervisor that serves the web."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        [pid] = [
            int(child)
            for child in children.split()
            if b"web" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        ]
        return pid

    def _run(self, *arguments: str, **options: Any) -> subprocess.Popen[Any]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, **options)


def free_port() -> int:
    """A port nobody has at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def clean_environment() -> dict[str, str]:
    """Ours without any setting of the service."""
    return {name: text for name, text in os.environ.items() if not name.startswith("VCS_")}
