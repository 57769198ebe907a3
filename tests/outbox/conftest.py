"""Handlers, subscriptions and periodic jobs that live as long as a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from vcs.core import clock
from vcs.outbox import Draft, Message, enqueue_many, registry
from vcs.outbox.models import OutboxMessage

START = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
KIND = "test.kind"


@pytest.fixture(autouse=True)
def own_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but what the test registers."""
    for table in ("handlers", "subscriptions", "periodics"):
        monkeypatch.setattr(registry, table, {})


@pytest.fixture
def at_start() -> Iterator[clock.Frozen]:
    """A clock that stands still."""
    with clock.freeze(START) as hand:
        yield hand


@pytest.fixture
def handled() -> list[Message]:
    """What a well-behaved handler of the test's kind was given."""
    given: list[Message] = []
    registry.handler(KIND)(given.append)
    return given


@pytest.fixture
def put() -> Callable[..., list[int]]:
    """Commits messages of the test's kind, one for each payload."""

    def write(*payloads: dict[str, Any], after: timedelta = timedelta(0)) -> list[int]:
        with transaction.atomic():
            run_at = clock.now() + after
            return enqueue_many(KIND, [Draft(payload, run_at=run_at) for payload in payloads])

    return write


@pytest.fixture
def row() -> Callable[[int], OutboxMessage]:
    """Reads a message's row as it is now."""
    return lambda pk: OutboxMessage.objects.get(pk=pk)
