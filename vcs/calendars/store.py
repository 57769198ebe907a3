"""Between the event loop and the database: a miss is read once, in a thread, for all who wait."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import DatabaseError

from vcs.calendars.cache import ADDRESSES, FeedCache, Kept
from vcs.calendars.content import assemble, packed
from vcs.calendars.models import FeedDocument
from vcs.calendars.queries.feeds import Address, find_address
from vcs.calendars.services import note_fetches
from vcs.core import clock
from vcs.core.errors import Busy
from vcs.live import streams
from vcs.live.pool import Pool
from vcs.live.tail import listen

THREADS = 2
NOTE_AFTER_SECONDS = 5.0
HOUR_SECONDS = 3600

R = TypeVar("R")
logger = logging.getLogger(__name__)


class Unavailable(Exception):
    """The database cannot be read and nothing older is at hand."""


class FeedStore:
    """What feeds are answered from: the cache, and behind it the database in two threads."""

    def __init__(self) -> None:
        self.cache = FeedCache()
        self.address = self.cache.address
        self._pool = Pool(THREADS)
        self._waiting: dict[object, asyncio.Future[Any]] = {}
        self._noted: dict[int, int] = {}
        self._to_note: set[int] = set()
        self._unlisten: Callable[[], None] | None = None

    def ready(self, document_id: int) -> Kept | None:
        """What is kept of a document and still holds."""
        kept = self.cache.fresh(document_id)
        if kept is not None:
            self.cache.used(document_id)
        return kept

    async def find(self, digest: str) -> Address | None:
        """Where a token leads, from the database."""
        return await self._once(digest, lambda: self._find(digest))

    async def load(self, document_id: int) -> Kept | None:
        """A document put together from the database; the last one kept if that cannot be read."""
        return await self._once(document_id, lambda: self._load(document_id))

    async def pack(self, kept: Kept) -> bytes:
        """The packed form, made once."""
        key = (kept.content.document_id, kept.content.etag)
        return await self._once(key, lambda: self._pack(kept))

    def note(self, feed_id: int) -> None:
        """Remember that a feed was fetched; stored a little later, at most once an hour."""
        hour = int(clock.now().timestamp()) // HOUR_SECONDS
        if self._noted.get(feed_id) == hour:
            return
        self._noted[feed_id] = hour
        if not self._to_note:
            asyncio.get_running_loop().call_later(NOTE_AFTER_SECONDS, self._store_notes)
        self._to_note.add(feed_id)

    def close(self) -> None:
        """Stop listening and end the threads."""
        if self._unlisten is not None:
            self._unlisten()
            self._unlisten = None
        self._pool.shutdown()

    async def _once(self, key: object, work: Callable[[], R]) -> R:
        """One run of the work for all who wait for the same; it outlives a reader who goes away."""
        running = self._waiting.get(key)
        if running is None:
            running = asyncio.ensure_future(self._pool.run(self._guarded, work))
            self._waiting[key] = running
            running.add_done_callback(lambda _done: self._waiting.pop(key, None))
        result: R = await asyncio.shield(running)
        return result

    def _guarded(self, work: Callable[[], R]) -> R:
        try:
            if self._unlisten is None:
                self._unlisten = listen(streams.FEEDS, self.cache.on_events)
            return work()
        except DatabaseError as error:
            logger.warning("feeds cannot read the database: %s", error)
            raise Unavailable from error

    def _find(self, digest: str) -> Address | None:
        moment = self.cache.moment(ADDRESSES)
        address = find_address(digest)
        if address is not None:
            self.cache.keep_address(digest, address, moment)
        return address

    def _load(self, document_id: int) -> Kept | None:
        moment = self.cache.moment(document_id)
        base = self.cache.base(document_id)
        try:
            content = assemble(document_id, base)
        except FeedDocument.DoesNotExist:
            return None
        except DatabaseError:
            if base is None:
                raise
            logger.warning("a feed is answered with what was kept of it")
            return Kept(base.content, stale=True)
        return self.cache.keep(content, moment)

    def _pack(self, kept: Kept) -> bytes:
        if kept.packed is not None:
            return kept.packed
        made = packed(kept.content)
        self.cache.keep_packed(kept, made)
        return made

    def _store_notes(self) -> None:
        feed_ids, self._to_note = self._to_note, set()
        storing = asyncio.ensure_future(self._pool.run(_note, feed_ids))
        self._waiting[storing] = storing
        storing.add_done_callback(lambda done: self._waiting.pop(done, None))


def _note(feed_ids: set[int]) -> None:
    try:
        note_fetches(feed_ids=feed_ids)
    except (DatabaseError, Busy) as error:
        # Only the time of the last fetch is lost; the next hour's fetch writes it again.
        logger.warning("the time of %s fetches was not stored: %s", len(feed_ids), error)
