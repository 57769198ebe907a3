from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pytest
from django.core.signals import request_finished, request_started
from django.db import connections
from pytest_django import Settings

from tests.server import site
from vcs.server.handler import PooledHandler

THREADS = 2


@dataclass
class Answer:
    """What a request was answered."""

    events: list[dict[str, Any]] = field(default_factory=list)

    @property
    def status(self) -> int:
        return int(self.events[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode().lower(): value.decode() for name, value in self.events[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(event["body"] for event in self.events[1:])

    @property
    def json(self) -> Any:
        return orjson.loads(self.body)


@pytest.fixture
def handler(transactional_db: None, settings: Settings) -> Iterator[PooledHandler]:
    """Django on two threads, without the middleware that this is not about."""
    settings.ROOT_URLCONF = "tests.server.site"
    settings.MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
    made = PooledHandler(THREADS)
    yield made
    closed = threading.Barrier(THREADS)

    def close() -> None:
        closed.wait(10)
        connections.close_all()

    for _ in range(THREADS):
        made.executor.submit(close)
    made.executor.shutdown()


async def ask(
    handler: PooledHandler,
    path: str,
    *parts: bytes,
    method: str = "GET",
    headers: dict[str, str] | None = None,
    gone_after: int | None = None,
) -> Answer:
    """One request; with `gone_after`, the client leaves after so many events of the answer."""
    answer, gone = Answer(), asyncio.Event()
    bodies = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    waiting = iter([*bodies, {"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        if (event := next(waiting, None)) is not None:
            return event
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(event: dict[str, Any]) -> None:
        answer.events.append(event)
        if len(answer.events) == gone_after:
            gone.set()
            await asyncio.sleep(0.05)

    path, _, query = path.partition("?")
    named = {"host": "testserver"} | (headers or {})
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    await handler(scope, receive, send)
    return answer


async def test_request_runs_in_one_thread_of_the_pool(handler: PooledHandler) -> None:
    seen: list[int] = []

    def note(**_: object) -> None:
        seen.append(threading.get_ident())

    request_started.connect(note)
    request_finished.connect(note)
    answer = await ask(handler, "/test/where")
    request_started.disconnect(note)
    request_finished.disconnect(note)
    assert seen == [answer.json["thread"]] * 2
    assert answer.json["thread"] != threading.get_ident()


async def test_threads_keep_their_connections(handler: PooledHandler) -> None:
    answers = [(await ask(handler, "/test/where")).json for _ in range(6)]
    assert len({(answer["thread"], answer["connection"]) for answer in answers}) <= THREADS


async def test_language_left_behind_reaches_no_other_request(handler: PooledHandler) -> None:
    for _ in range(THREADS + 1):
        assert (await ask(handler, "/test/english")).body == b"en"
        assert (await ask(handler, "/test/language")).body == b"th"


async def test_short_stream_is_a_plain_answer(handler: PooledHandler) -> None:
    answer = await ask(handler, "/test/short-stream")
    assert (answer.body, len(answer.events)) == (b"ab", 2)


async def test_long_stream_arrives_whole_and_in_order(handler: PooledHandler) -> None:
    answer = await ask(handler, "/test/stream")
    assert answer.body == site.LINE * site.LINES
    assert [event["more_body"] for event in answer.events[-2:]] == [True, False]


async def test_stream_nobody_reads_any_more_ends(handler: PooledHandler) -> None:
    answer = await ask(handler, "/test/stream", gone_after=20)
    assert len(answer.events) < site.LINES / 2


async def test_file_arrives_as_it_is(handler: PooledHandler) -> None:
    answer = await ask(handler, "/test/file")
    assert answer.body == Path(site.__file__).read_bytes()
    assert answer.headers["content-length"] == str(len(answer.body))


async def test_upload_in_parts_is_one_file(handler: PooledHandler) -> None:
    boundary = "b0undary"
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="name"\r\n\r\nรายชื่อ\r\n'
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    ).encode()
    parts = [head, b"1" * 300_000, b"2" * 300_000, f"\r\n--{boundary}--\r\n".encode()]
    headers = {
        "content-type": f"multipart/form-data; boundary={boundary}",
        "content-length": str(sum(map(len, parts))),
    }
    answer = await ask(handler, "/test/upload", *parts, method="POST", headers=headers)
    assert answer.json == {"size": 600_000, "name": "รายชื่อ"}


async def test_bug_is_a_500_and_the_next_request_is_served(handler: PooledHandler) -> None:
    assert (await ask(handler, "/test/fail")).status == 500
    assert (await ask(handler, "/test/language")).status == 200


async def test_body_declared_too_large_is_refused_unread(
    handler: PooledHandler, settings: Settings
) -> None:
    settings.VCS_MAX_BODY_BYTES = 1000
    answer = await ask(handler, "/test/upload", method="POST", headers={"content-length": "1001"})
    assert (answer.status, answer.json["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_body_that_grows_too_large_is_refused(
    handler: PooledHandler, settings: Settings
) -> None:
    settings.VCS_MAX_BODY_BYTES = 1000
    parts = [b"x" * 600, b"x" * 600]
    assert (await ask(handler, "/test/upload", *parts, method="POST")).status == 413


async def test_requests_beyond_the_threads_wait_their_turn(handler: PooledHandler) -> None:
    asked = [ask(handler, "/test/slow?seconds=0.1") for _ in range(THREADS * 3)]
    assert [answer.body for answer in await asyncio.gather(*asked)] == [b"done"] * THREADS * 3
