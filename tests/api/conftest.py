"""The API as a program sees it: a token, JSON, headers."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from api.throttling import _Throttle
from rooms.models import Resource
from vcs.core import clock
from vcs.core.tokens import digest, new_secret
from vcs.directory.models import ApiToken, Office, RoleAssignment, User
from vcs.outbox.execution import execute
from vcs.outbox.models import OutboxMessage
from vcs.outbox.services import claim_messages, record_outcomes

BANGKOK = ZoneInfo("Asia/Bangkok")
# A Monday.
TODAY = datetime(2026, 11, 16, 8, 0, tzinfo=BANGKOK)
Role = RoleAssignment.Role


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 on the wall clock of Bangkok."""
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


def text(moment: datetime) -> str:
    """The moment as a program sends it."""
    return moment.isoformat()


def instant(value: str) -> datetime:
    """The moment that the API wrote."""
    return datetime.fromisoformat(value)


@pytest.fixture(autouse=True)
def today() -> Any:
    """It is Monday 16 November 2026, eight o'clock."""
    with clock.freeze(TODAY) as hand:
        yield hand


@pytest.fixture(autouse=True)
def fresh_buckets() -> None:
    """No test is throttled for what another asked."""
    _Throttle.buckets.clear()


@dataclass
class Api:
    """One person's program."""

    token: str = ""
    client: Client = field(default_factory=Client)

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send a request and give the answer with its JSON as `.data`."""
        sent = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        if self.token:
            sent["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        kind, data = "application/json", b""
        if isinstance(body, bytes):
            data = body
        elif body is not None:
            data = json.dumps(body).encode()
        url = path if path.startswith(("/api", "http")) else f"/api/v1{path}"
        answer = self.client.generic(method, url, data, content_type=kind, **sent)
        is_json = "json" in answer.headers.get("Content-Type", "")
        readable = is_json and answer.content and "Content-Encoding" not in answer.headers
        answer.data = json.loads(answer.content) if readable else None
        return answer

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)

    def patch(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.ask("DELETE", path, **headers)


@pytest.fixture
def api_of() -> Callable[[User], Api]:
    """Gives a person a token and the program that uses it."""

    def make(user: User) -> Api:
        secret = new_secret()
        ApiToken.objects.create(user=user, name="test", digest=digest(secret))
        return Api(secret)

    return make


@pytest.fixture
def anon(db: None) -> Api:
    """A program without a token."""
    return Api()


@pytest.fixture
def api(api_of: Callable[[User], Api], clerk: User) -> Api:
    """The clerk's program."""
    return api_of(clerk)


@pytest.fixture
def deputy_api(api_of: Callable[[User], Api], deputy: User) -> Api:
    """The approver's program."""
    return api_of(deputy)


@pytest.fixture
def operator_api(api_of: Callable[[User], Api], operator: User) -> Api:
    """The operator's program."""
    return api_of(operator)


@pytest.fixture
def stranger(make_user: Callable[..., User], other_office: Office) -> User:
    """One of another office who may do everything there."""
    return make_user(other_office, "stranger", *Role)


@pytest.fixture
def foreign_api(api_of: Callable[[User], Api], stranger: User) -> Api:
    """The stranger's program."""
    return api_of(stranger)


@pytest.fixture
def foreign_room(other_office: Office, make_resource: Callable[..., Resource]) -> Resource:
    """A room of another office."""
    return make_resource(other_office, "ห้องเขต 2", capacity=20)


def booking_body(of: list[Resource], start: datetime, hours: float = 1, **more: Any) -> Any:
    """A body for POST /bookings/."""
    return {
        "title": "ประชุมทดสอบ",
        "starts_at": text(start),
        "ends_at": text(start + timedelta(hours=hours)),
        "timezone": "Asia/Bangkok",
        "resources": [resource.pk for resource in of],
        **more,
    }


@pytest.fixture
def book(api: Api) -> Callable[..., Any]:
    """Books over HTTP as the clerk; the booking, or whatever the refusal says."""

    def make(_of: list[Resource], start: datetime, hours: float = 1, **more: Any) -> Any:
        by: Api = more.pop("by", api)
        headers = more.pop("headers", {})
        return by.post("/bookings/", booking_body(_of, start, hours, **more), **headers)

    return make


def pointers(answer: Any) -> list[str]:
    """The pointers of a problem's errors."""
    return [error["pointer"] for error in answer.data.get("errors", [])]


def deliver_all() -> None:
    """Everything that is due in the outbox, as the worker takes it; nothing may fail."""
    while claims := claim_messages(limit=50, lease=timedelta(minutes=1)):
        record_outcomes([execute(claim) for claim in claims])
    assert not OutboxMessage.objects.filter(state="dead").exists()
    assert not OutboxMessage.objects.filter(last_error__gt="").exists()
