from datetime import timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import Client
from pytest_django import Settings

from vcs.core import clock
from vcs.outbox import services
from vcs.outbox.models import OutboxMessage, State
from vcs.server import health

pytestmark = pytest.mark.django_db


def broken() -> None:
    raise DatabaseError("no such host")


def test_live_says_so_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    assert client.get("/livez").content == b"ok"


def test_ready_without_a_worker_which_is_said(client: Client) -> None:
    answer = client.get("/readyz")
    checks = {check["name"]: check["ok"] for check in answer.json()["checks"]}
    assert answer.status_code == 200
    assert (checks["database"], checks["migrations"], checks["worker"]) == (True, True, False)


def test_not_ready_without_a_database_and_no_host_is_named(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "no such host" not in answer.content.decode()


def test_database_that_does_not_answer_is_said_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(connection, "cursor", broken)
    check = health.database()
    assert not check.ok
    assert "no such host" in check.text.th
    assert "no such host" in check.text.en


def test_worker_counts_while_it_gives_signs_of_life() -> None:
    services.record_beat("one", clock.now())
    assert health.worker().ok
    with clock.freeze(clock.now() + health.WORKER_SILENT + timedelta(seconds=1)):
        assert not health.worker().ok


def test_outbox_is_in_order_until_something_is_given_up() -> None:
    assert health.outbox().ok
    OutboxMessage.objects.create(kind="a", state=State.DEAD)
    assert not health.outbox().ok


def test_outbox_that_falls_behind_is_not_in_order() -> None:
    OutboxMessage.objects.create(kind="a")
    assert health.outbox().ok
    with clock.freeze(clock.now() + health.LATE):
        assert not health.outbox().ok


def test_broker_that_is_not_there_is_said(settings: Settings) -> None:
    health.redis_client.cache_clear()
    settings.VCS_REDIS_URL = "redis://127.0.0.1:1/0"
    try:
        assert not health.broker().ok
    finally:
        health.redis_client.cache_clear()
