"""The hub: which sockets of this process watch which stream, written to directly.

Everything here runs on the event loop, except `Channel.heard`, which the tail calls.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from typing import Protocol
from weakref import WeakKeyDictionary

from django.db import DatabaseError

from vcs.live.frames import CLOSE_GOING_AWAY, CLOSE_NOT_ALLOWED, LiveEvent
from vcs.live.pool import pool
from vcs.live.tail import tail

# Those of the people who may (still) see the stream; runs off the loop, in one or two queries.
Permit = Callable[[Collection[int]], set[int]]

YIELD_EVERY = 500
AFTER_DATABASE_ERROR_SECONDS = 1.0
CHECK_SECONDS = 15.0

logger = logging.getLogger(__name__)


class Watcher(Protocol):
    """A socket as the hub sees it."""

    user_id: int | None

    async def push(self, event: LiveEvent) -> None:
        """Write one event, or close if the client does not keep up."""

    async def check(self) -> None:
        """Look now and then whether the socket should still be open."""

    async def close(self, code: int) -> None:
        """Close the socket."""


class Channel:
    """One stream in this process: its watchers and the number they have all been told."""

    def __init__(self, stream: str, permit: Permit) -> None:
        self.stream = stream
        self.permit = permit
        self.seq = 0
        self.watchers: dict[Watcher, None] = {}
        self.queue: asyncio.Queue[Sequence[LiveEvent]] = asyncio.Queue()
        self.loop = asyncio.get_running_loop()
        self.following = asyncio.ensure_future(self._follow())
        self.delivering: asyncio.Task[None] | None = None

    async def _follow(self) -> None:
        self.seq = await pool.run(tail.follow, self.stream, self.heard)
        self.delivering = asyncio.ensure_future(self._deliver_all())

    def heard(self, _stream: str, events: Sequence[LiveEvent]) -> None:
        """Take new events from the tail's thread to the loop."""
        if not self.loop.is_closed():
            self.loop.call_soon_threadsafe(self.queue.put_nowait, events)

    def end(self) -> None:
        """Follow the stream no more."""
        if self.delivering is None:
            self.following.cancel()
        else:
            self.delivering.cancel()
            tail.unfollow(self.stream, self.heard)

    async def _deliver_all(self) -> None:
        while True:
            await self._deliver(await self.queue.get())

    async def _deliver(self, events: Sequence[LiveEvent]) -> None:
        allowed = await self._allowed()
        self.seq = events[-1].seq if events else 0
        for count, watcher in enumerate(list(self.watchers), start=1):
            await self._give(watcher, events, allowed)
            if count % YIELD_EVERY == 0:
                await asyncio.sleep(0)

    async def _give(self, watcher: Watcher, events: Sequence[LiveEvent], allowed: set[int]) -> None:
        if watcher.user_id is not None and watcher.user_id not in allowed:
            await watcher.close(CLOSE_NOT_ALLOWED)
            return
        for event in events:
            await watcher.push(event)
        if not events:
            # The numbers began anew; whoever comes back is told where they stand.
            await watcher.close(CLOSE_GOING_AWAY)

    async def _allowed(self) -> set[int]:
        people = {watcher.user_id for watcher in self.watchers} - {None}
        while people:
            try:
                return await pool.run(self.permit, people)  # type: ignore[arg-type]
            except DatabaseError as error:
                logger.warning("%s waits for the database: %s", self.stream, error)
                await asyncio.sleep(AFTER_DATABASE_ERROR_SECONDS)
        return set()


class Hub:
    """The channels of one event loop."""

    def __init__(self) -> None:
        self.channels: dict[str, Channel] = {}
        self.checking: asyncio.Task[None] | None = None

    async def join(self, stream: str, watcher: Watcher, permit: Permit) -> int:
        """Watch a stream: each event after the number this gives will be pushed, in order."""
        channel = self.channels.get(stream)
        if channel is None:
            channel = self.channels[stream] = Channel(stream, permit)
        channel.watchers[watcher] = None
        if self.checking is None:
            self.checking = asyncio.ensure_future(self._check_all())
        try:
            await asyncio.shield(channel.following)
        except BaseException:
            self.leave(stream, watcher)
            raise
        return channel.seq

    def leave(self, stream: str, watcher: Watcher) -> None:
        """Watch no more; idempotent."""
        channel = self.channels.get(stream)
        if channel is None:
            return
        channel.watchers.pop(watcher, None)
        if not channel.watchers:
            del self.channels[stream]
            channel.end()
        if not self.channels and self.checking is not None:
            self.checking.cancel()
            self.checking = None

    def head(self, stream: str) -> int:
        """The number all watchers of the stream have been told; 0 if nobody watches."""
        channel = self.channels.get(stream)
        return channel.seq if channel else 0

    def watchers(self) -> list[Watcher]:
        """Every socket on this loop."""
        return [watcher for channel in self.channels.values() for watcher in channel.watchers]

    async def close_all(self, code: int) -> None:
        """Close every socket, as before the process ends."""
        for watcher in self.watchers():
            await watcher.close(code)

    async def _check_all(self) -> None:
        while True:
            await asyncio.sleep(CHECK_SECONDS)
            for watcher in self.watchers():
                await watcher.check()


_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


def hub() -> Hub:
    """The hub of the running event loop."""
    return _hubs.setdefault(asyncio.get_running_loop(), Hub())
