"""The base of every socket: who may watch, hello, resume, acknowledgement, and nothing written."""

import logging
import random
import time
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Collection
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError

from vcs.live import frames, queries
from vcs.live.hub import hub
from vcs.live.pool import pool

# At this many events sent and not acknowledged the client is too slow: without a bound the server
# would buffer for it without end.
WINDOW = 64
MOST_WAITING_BYTES = 1024 * 1024
LONGEST_REPLAY = 1000
STALLED_SECONDS = 30.0
IDENTIFY_AGAIN_SECONDS = 300.0

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]

logger = logging.getLogger(__name__)


class StreamConsumer(ABC):
    """One socket on one stream; a subclass says which stream, and who may watch it.

    Events go out in the order of their numbers. After `resume` numbers begin again behind the
    one named, so an event that slipped in before may come twice; none is left out.
    """

    requires_user: ClassVar[bool] = True

    def __init__(self, scope: dict[str, Any], send: Send) -> None:
        self.scope = scope
        self.kwargs: dict[str, Any] = scope.get("url_route", {}).get("kwargs", {})
        self.user_id: int | None = None
        self.stream = ""
        self._send = send
        self._write_frame: Callable[[bytes], int] | None = scope.get("extensions", {}).get(
            "vcs.write_frame"
        )
        self._closed = False
        self._position: int | None = None
        self._acked = 0
        self._replaying = False
        self._stalled_since = 0.0
        self._identify_at = _later()

    @abstractmethod
    def find_stream(self, user: AbstractBaseUser | None) -> str | None:
        """The stream of this address, or None unless the user may watch it; off the loop."""

    @abstractmethod
    def permitted(self, people: Collection[int]) -> set[int]:
        """Those of the people who may still watch; in a fixed number of queries, off the loop."""

    async def received(self, frame: dict[str, Any]) -> None:
        """Take a frame of a type the base does not know; by default it is ignored."""
        logger.debug("%s sent an unknown frame: %s", self.stream, frame["type"])

    @classmethod
    def as_asgi(cls) -> Any:
        """The application for a route."""

        async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
            await cls(scope, send).run(receive)

        return application

    async def run(self, receive: Receive) -> None:
        """Serve the socket from its handshake to its end."""
        await receive()
        await self._send({"type": "websocket.accept"})
        try:
            if await self._open():
                while (message := await receive())["type"] != "websocket.disconnect":
                    await self._take(frames.parse(message.get("text")))
        except DatabaseError:
            logger.warning("a socket is sent away, the database is out of reach", exc_info=True)
            await self.close(frames.CLOSE_GOING_AWAY)
        finally:
            self._closed = True
            hub().leave(self.stream, self)

    async def tell(self, text: str) -> None:
        """Write a ready frame unless the socket is closed."""
        if not self._closed:
            await self._send({"type": "websocket.send", "text": text})

    async def push(self, event: frames.LiveEvent) -> None:
        """Write the next event, or close if the client has left too many unacknowledged."""
        position = self._position
        if self._closed or position is None or self._replaying or event.seq <= position:
            return
        if position - self._acked >= WINDOW:
            await self.close(frames.CLOSE_TOO_SLOW)
            return
        self._position = event.seq
        await self._write(event)

    async def close(self, code: int) -> None:
        """Close the socket and watch no more; idempotent."""
        if not self._closed:
            self._closed = True
            hub().leave(self.stream, self)
            await self._send({"type": "websocket.close", "code": code})

    async def check(self) -> None:
        """Close if a replay waits for a client that went silent, or if its user signed out."""
        now = time.monotonic()
        if self._replaying and now - self._stalled_since > STALLED_SECONDS:
            await self.close(frames.CLOSE_TOO_SLOW)
        elif now > self._identify_at:
            self._identify_at = _later()
            user = await pool.run(self._identify)
            if self._is_someone_else(user):
                await self.close(frames.CLOSE_SIGNED_OUT)

    async def _open(self) -> bool:
        user, stream = await pool.run(self._find)
        if user is None and self.requires_user:
            await self.close(frames.CLOSE_SIGNED_OUT)
        elif stream is None:
            await self.close(frames.CLOSE_NOT_ALLOWED)
        else:
            self.stream = stream
            self.user_id = user.pk if user else None
            self._position = self._acked = await hub().join(stream, self, self.permitted)
            await self.tell(frames.hello(stream, self._position))
        return not self._closed

    def _find(self) -> tuple[AbstractBaseUser | None, str | None]:
        user = self._identify()
        if user is None and self.requires_user:
            return None, None
        return user, self.find_stream(user)

    def _identify(self) -> AbstractBaseUser | None:
        user: AbstractBaseUser | None = self.scope["identify"]()
        return user

    def _is_someone_else(self, user: AbstractBaseUser | None) -> bool:
        return self.user_id is not None and (user is None or user.pk != self.user_id)

    async def _take(self, frame: dict[str, Any] | None) -> None:
        if frame is None:
            await self.close(frames.CLOSE_BAD_FRAME)
        elif frame["type"] not in ("resume", "ack"):
            await self.received(frame)
        elif (seq := frames.number(frame)) is None:
            await self.close(frames.CLOSE_BAD_FRAME)
        elif frame["type"] == "ack":
            await self._take_ack(seq)
        else:
            await self._resume(seq)

    async def _take_ack(self, seq: int) -> None:
        self._acked = max(self._acked, min(seq, self._position or 0))
        if self._replaying:
            await self._replay()

    async def _resume(self, seq: int) -> None:
        head = hub().head(self.stream)
        if not head - LONGEST_REPLAY <= seq <= max(head, self._position or 0):
            await self.tell(frames.RESET)
            return
        self._position = self._acked = seq
        self._replaying = True
        await self._replay()

    async def _replay(self) -> None:
        """Send what follows the position until it is the stream's head or the window is full."""
        self._stalled_since = time.monotonic()
        while self._replaying and not self._closed:
            position = self._position or 0
            if position >= hub().head(self.stream):
                self._replaying = False
                return
            room = WINDOW - (position - self._acked)
            if room <= 0:
                return
            missed = await pool.run(queries.events_after, self.stream, position, room)
            await self._send_missed(missed, position)

    async def _send_missed(self, missed: list[frames.LiveEvent], position: int) -> None:
        if not missed or missed[0].seq != position + 1:
            # They are no longer kept: the client fetches everything and goes on from here.
            self._position = self._acked = hub().head(self.stream)
            self._replaying = False
            await self.tell(frames.RESET)
            return
        for event in missed:
            self._position = event.seq
            if not self._closed:
                await self._write(event)

    async def _write(self, event: frames.LiveEvent) -> None:
        """Send an event the short way where the server has one; it also tells what piles up."""
        if self._write_frame is None:
            await self._send({"type": "websocket.send", "text": event.frame})
        elif self._write_frame(event.wire) > MOST_WAITING_BYTES:
            await self.close(frames.CLOSE_TOO_SLOW)


def _later() -> float:
    # Spread, so that the sockets that came back together are not all asked again together.
    return time.monotonic() + IDENTIFY_AGAIN_SECONDS * random.uniform(0.8, 1.2)  # noqa: S311
