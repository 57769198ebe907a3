"""What one process keeps ready to send: addresses by digest, contents by document.

Filled from the database on a miss, emptied by the event log (the tail's thread), read by the
event loop. An entry is only believed if nothing was announced while it was being read.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from vcs.calendars import events
from vcs.calendars.content import Base, Content
from vcs.calendars.queries.feeds import Address
from vcs.live.frames import LiveEvent

CONTENT_BYTES = 256 * 1024 * 1024
MOST_ADDRESSES = 100_000
EVERYTHING: Final = "everything"
ADDRESSES: Final = "addresses"
# What an announcement is of: one of the above, or a document's id.
Subject = str | int


@dataclass(slots=True)
class Kept:
    """A content, its packed form once somebody asked for it, and what was announced since."""

    content: Content
    packed: bytes | None = None
    stale: bool = False
    # What is known to have changed since, in so many versions; None: anything may have.
    bookings: set[int] | None = field(default_factory=set)
    versions: int = 0
    # Response headers by whether they are of the packed form; made by whoever answers.
    headers: dict[bool, list[tuple[bytes, bytes]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Roughly the memory it takes."""
        return len(self.content.body) + len(self.packed or b"") + 400 * len(self.content.places)

    def announce(self, bookings: Iterable[int] | None) -> None:
        """It no longer holds: these bookings changed, or who knows which."""
        self.stale = True
        self.versions += 1
        if bookings is None or self.bookings is None:
            self.bookings = None
        else:
            self.bookings.update(bookings)


class FeedCache:
    """Addresses and contents, the least recently used given up first; safe between threads."""

    def __init__(
        self, *, most_bytes: int = CONTENT_BYTES, most_addresses: int = MOST_ADDRESSES
    ) -> None:
        self._most_bytes = most_bytes
        self._most_addresses = most_addresses
        self._lock = threading.Lock()
        self._addresses: OrderedDict[str, Address] = OrderedDict()
        self._contents: OrderedDict[int, Kept] = OrderedDict()
        self._bytes = 0
        # How often something was announced: of everything, of addresses, of each document.
        self._announced: Counter[Subject] = Counter()

    def moment(self, subject: Subject) -> tuple[int, int]:
        """A mark to take before reading the database and to hand to `keep…` afterwards."""
        return self._announced[EVERYTHING], self._announced[subject]

    def address(self, digest: str) -> Address | None:
        """Where a token leads, as far as is known here."""
        return self._addresses.get(digest)

    def keep_address(self, digest: str, address: Address, moment: tuple[int, int]) -> None:
        """Remember where a token leads, unless something was announced since the moment."""
        with self._lock:
            if moment != self.moment(ADDRESSES):
                return
            self._addresses[digest] = address
            if len(self._addresses) > self._most_addresses:
                self._addresses.popitem(last=False)

    def fresh(self, document_id: int) -> Kept | None:
        """The content of a document, if what is kept still holds."""
        kept = self._contents.get(document_id)
        return None if kept is None or kept.stale else kept

    def base(self, document_id: int) -> Base | None:
        """What is kept of a document, to go on from, also if it no longer holds."""
        with self._lock:
            kept = self._contents.get(document_id)
            if kept is None:
                return None
            bookings = None if kept.bookings is None else frozenset(kept.bookings)
            return Base(kept.content, bookings, kept.versions)

    def keep(self, content: Content, moment: tuple[int, int]) -> Kept:
        """Keep a content; if something was announced meanwhile, it is already out of date."""
        kept = Kept(content)
        with self._lock:
            if moment != self.moment(content.document_id):
                kept.announce(None)
            self._drop(content.document_id)
            self._contents[content.document_id] = kept
            self._bytes += kept.size
            self._shrink()
        return kept

    def keep_packed(self, kept: Kept, packed: bytes) -> None:
        """Keep the packed form beside its content."""
        with self._lock:
            if self._contents.get(kept.content.document_id) is kept and kept.packed is None:
                self._bytes += len(packed)
            kept.packed = packed
            self._shrink()

    def used(self, document_id: int) -> None:
        """Mark a content as just used."""
        with self._lock:
            if document_id in self._contents:
                self._contents.move_to_end(document_id)

    def on_events(self, _stream: str, told: Sequence[LiveEvent]) -> None:
        """Take what the event log says; nothing at all means that anything may have changed."""
        with self._lock:
            if not told:
                self._forget_all()
            for event in told:
                self._take(event)

    def _take(self, event: LiveEvent) -> None:
        if event.name == events.FEED_CHANGED:
            self._announced[ADDRESSES] += 1
            feed = event.data["feed"]
            gone = [key for key, address in self._addresses.items() if address.feed_id == feed]
            for key in gone:
                del self._addresses[key]
        elif event.name == events.DOCUMENTS_CHANGED:
            for document_id in event.data["documents"]:
                self._announced[document_id] += 1
                if document_id in self._contents:
                    self._contents[document_id].announce(event.data["bookings"])

    def _forget_all(self) -> None:
        self._announced[EVERYTHING] += 1
        self._addresses.clear()
        for kept in self._contents.values():
            kept.announce(None)

    def _drop(self, document_id: int) -> None:
        kept = self._contents.pop(document_id, None)
        if kept is not None:
            self._bytes -= kept.size

    def _shrink(self) -> None:
        while self._bytes > self._most_bytes and len(self._contents) > 1:
            self._drop(next(iter(self._contents)))
