"""What one process keeps ready to send: addresses by digest, contents by document.

Filled from the database on a miss, emptied by the event log (the tail's thread), read by the
event loop. An entry is only believed if nothing was announced while it was being read.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field

from vcs.calendars import events
from vcs.calendars.content import Content
from vcs.calendars.queries.feeds import Address
from vcs.live.frames import LiveEvent

CONTENT_BYTES = 256 * 1024 * 1024
ADDRESSES = 100_000


@dataclass(slots=True)
class Kept:
    """A content with its packed form once somebody asked for it, and whether it still holds."""

    content: Content
    packed: bytes | None = None
    stale: bool = False
    # Response headers by whether they are of the packed form; made by whoever answers.
    headers: dict[bool, list[tuple[bytes, bytes]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Roughly the memory it takes."""
        return len(self.content.body) + len(self.packed or b"") + 200 * len(self.content.spans)


class FeedCache:
    """Addresses and contents, the least recently used given up first; safe between threads."""

    def __init__(self, *, most_bytes: int = CONTENT_BYTES, most_addresses: int = ADDRESSES) -> None:
        self._most_bytes = most_bytes
        self._most_addresses = most_addresses
        self._lock = threading.Lock()
        self._addresses: OrderedDict[str, Address] = OrderedDict()
        self._contents: OrderedDict[int, Kept] = OrderedDict()
        self._bytes = 0
        self._announced = 0

    def moment(self) -> int:
        """A mark to read before the database and to hand to `keep…` afterwards."""
        return self._announced

    def address(self, digest: str) -> Address | None:
        """Where a token leads, as far as is known here."""
        return self._addresses.get(digest)

    def keep_address(self, digest: str, address: Address, moment: int) -> None:
        """Remember where a token leads, unless something was announced since the moment."""
        with self._lock:
            if moment != self._announced:
                return
            self._addresses[digest] = address
            if len(self._addresses) > self._most_addresses:
                self._addresses.popitem(last=False)

    def fresh(self, document_id: int) -> Kept | None:
        """The content of a document, if what is kept still holds."""
        kept = self._contents.get(document_id)
        return None if kept is None or kept.stale else kept

    def last(self, document_id: int) -> Content | None:
        """The last content kept of a document, also if it no longer holds."""
        kept = self._contents.get(document_id)
        return None if kept is None else kept.content

    def keep(self, content: Content, moment: int) -> Kept:
        """Keep a content; it counts as stale at once if something was announced meanwhile."""
        kept = Kept(content)
        with self._lock:
            kept.stale = moment != self._announced
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
            self._announced += 1
            if not told:
                self._forget_all()
            for event in told:
                self._take(event)

    def _take(self, event: LiveEvent) -> None:
        if event.name == events.FEED_CHANGED:
            feed = event.data["feed"]
            gone = [key for key, address in self._addresses.items() if address.feed_id == feed]
            for key in gone:
                del self._addresses[key]
        elif event.name == events.DOCUMENTS_CHANGED:
            for document_id in event.data["documents"]:
                if document_id in self._contents:
                    self._contents[document_id].stale = True

    def _forget_all(self) -> None:
        self._addresses.clear()
        for kept in self._contents.values():
            kept.stale = True

    def _drop(self, document_id: int) -> None:
        kept = self._contents.pop(document_id, None)
        if kept is not None:
            self._bytes -= kept.size

    def _shrink(self) -> None:
        while self._bytes > self._most_bytes and len(self._contents) > 1:
            self._drop(next(iter(self._contents)))
