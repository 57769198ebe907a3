"""Sockets without a server: a stream anybody may watch whom the test allows."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import orjson
import pytest
from channels.testing import WebsocketCommunicator
from django.db import transaction

from vcs.live import append
from vcs.live.consumers import StreamConsumer
from vcs.live.pool import pool
from vcs.live.tail import tail

STREAM = "calendar:1"
PATIENCE = 5


@dataclass(frozen=True)
class Person:
    """Somebody with a number and nothing else."""

    pk: int


class Open(StreamConsumer):
    """A socket on the test's stream, for those whom the test allows."""

    allowed: ClassVar[set[int]] = set()

    def find_stream(self, user: Any) -> str | None:
        """The test's stream."""
        return STREAM if user.pk in self.allowed else None

    def permitted(self, people: Collection[int]) -> set[int]:
        """Whom the test allows."""
        return set(people) & self.allowed


class Socket:
    """A client's end of a socket."""

    def __init__(self, application: Any, path: str, headers: list[tuple[bytes, bytes]]) -> None:
        self.raw = WebsocketCommunicator(application, path, headers)

    async def open(self) -> bool:
        accepted, _ = await self.raw.connect(timeout=PATIENCE)
        return accepted

    async def next(self) -> dict[str, Any]:
        """The next frame; a closing is {"close": code}."""
        output = await self.raw.receive_output(timeout=PATIENCE)
        if output["type"] == "websocket.close":
            return {"close": output.get("code")}
        frame: dict[str, Any] = orjson.loads(output["text"])
        return frame

    async def numbers(self, count: int) -> list[int]:
        """The numbers of the next events."""
        return [(await self.next())["seq"] for _ in range(count)]

    async def say(self, **frame: Any) -> None:
        await self.raw.send_to(text_data=orjson.dumps(frame).decode())

    async def silent(self) -> bool:
        """Whether nothing comes for a while."""
        return await self.raw.receive_nothing(timeout=0.3)


Opened = Callable[..., Awaitable[Socket]]


@pytest.fixture(autouse=True)
def machinery(transactional_db: None) -> Iterator[None]:
    """The tail and the threads of sockets, ended with the test."""
    Open.allowed = {1, 2, 3}
    yield
    tail.stop()
    pool.shutdown()


@pytest.fixture
async def opened() -> AsyncIterator[Opened]:
    """Opens sockets for a person, as far as hello; closes them in the end."""
    sockets: list[Socket] = []

    async def open_one(pk: int | None = 1, *, consumer: type[StreamConsumer] = Open) -> Socket:
        async def application(scope: Any, receive: Any, send: Any) -> None:
            known = None if pk is None else Person(pk)
            await consumer.as_asgi()({**scope, "identify": lambda: known}, receive, send)

        socket = Socket(application, "/ws/test", [])
        sockets.append(socket)
        assert await socket.open()
        return socket

    yield open_one
    for socket in sockets:
        await socket.raw.disconnect(timeout=PATIENCE)


@pytest.fixture
def happen() -> Callable[..., Awaitable[int]]:
    """Commits events, one after the other; gives the last number."""

    def commit(count: int, stream: str) -> int:
        last = 0
        for number in range(count):
            with transaction.atomic():
                last = append(stream, "test.happened", {"n": number})
        return last

    async def happen(count: int = 1, stream: str = STREAM) -> int:
        return await pool.run(commit, count, stream)

    return happen
