"""The tail: one thread per process that reads new events and tells whoever listens.

    stop = listen(streams.CALENDAR, drop_cached_feeds)

It remembers the last number it told of each stream, so a wake-up may be lost, doubled or late:
the next look finds exactly what is missing.
"""

import logging
import queue
import threading
from collections.abc import Callable, Sequence

from django.db import DatabaseError

from vcs.live import queries
from vcs.live.frames import LiveEvent
from vcs.outbox import wake
from vcs.outbox.connections import close_connections, tidy_connections

# Called from the tail's thread. No events means: numbers began anew or the listening did, so
# whatever was kept of this stream (or of all with this prefix) may be stale.
Listener = Callable[[str, Sequence[LiveEvent]], None]

LOOK_ANYWAY_SECONDS = 1.0
BATCH = 500

logger = logging.getLogger(__name__)


class Tail:
    """Reads the log for exact streams (`follow`) and for prefixes (`listen`)."""

    def __init__(self) -> None:
        self._lock = threading.RLock()
        self._exact: dict[str, list[Listener]] = {}
        self._prefixes: dict[str, list[Listener]] = {}
        self._begun: set[str] = set()
        self._told: dict[str, int] = {}
        self._hints: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self, stream: str, listener: Listener) -> int:
        """Tell of each event after the number this gives; reads the database."""
        with self._lock:
            if stream not in self._told:
                self._told[stream] = queries.last_number(stream)
            self._exact.setdefault(stream, []).append(listener)
            seq = self._told[stream]
        self._start()
        # Something may have been written, and rung for, since the number was read.
        self._hints.put(stream)
        return seq

    def unfollow(self, stream: str, listener: Listener) -> None:
        """Tell this listener of the stream no more."""
        with self._lock:
            self._exact[stream].remove(listener)
            if not self._exact[stream]:
                del self._exact[stream]
            self._forget_unheard()

    def listen(self, prefix: str, listener: Listener) -> None:
        """Tell of everything on streams whose name begins so; first, of nothing (start afresh)."""
        with self._lock:
            self._prefixes.setdefault(prefix, []).append(listener)
            self._begun.discard(prefix)
        self._start()
        self._hints.put(None)

    def unlisten(self, prefix: str, listener: Listener) -> None:
        """Tell this listener of the prefix no more."""
        with self._lock:
            self._prefixes[prefix].remove(listener)
            if not self._prefixes[prefix]:
                del self._prefixes[prefix]
            self._forget_unheard()

    def stop(self) -> None:
        """End the thread and its ears; started again, it tells prefixes to start afresh."""
        self._stopping.set()
        self._hints.put(None)
        if self._thread is not None:
            self._thread.join(timeout=10)
            self._thread = None
        with self._lock:
            self._begun.clear()
            self._told = {stream: self._told[stream] for stream in self._exact}

    def _forget_unheard(self) -> None:
        self._begun &= set(self._prefixes)
        for stream in [name for name in self._told if not self._wanted(name)]:
            del self._told[stream]

    def _start(self) -> None:
        with self._lock:
            if self._thread is None:
                self._stopping.clear()
                self._thread = threading.Thread(target=self._run, name="tail", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        ears = wake.listen(wake.LIVE, self._hints.put)
        while not self._stopping.is_set():
            self._look_guarded(self._wait())
        for ear in ears:
            ear.stop()
        close_connections()

    def _wait(self) -> set[str | None]:
        try:
            hints = {self._hints.get(timeout=LOOK_ANYWAY_SECONDS)}
        except queue.Empty:
            return {None}
        while not self._hints.empty():
            hints.add(self._hints.get())
        return hints

    def _look_guarded(self, hints: set[str | None]) -> None:
        try:
            self._look(hints)
        except DatabaseError as error:
            logger.warning("the tail waits for its database: %s", error)
            self._stopping.wait(LOOK_ANYWAY_SECONDS)
            self._hints.put(None)
        tidy_connections()

    def _look(self, hints: set[str | None]) -> None:
        self._begin_prefixes()
        if None in hints:
            self._look_at_all()
            return
        for stream in sorted(hint for hint in hints if hint is not None):
            with self._lock:
                wanted = self._wanted(stream)
                told = self._told.setdefault(stream, 0) if wanted else 0
            if wanted:
                self._tell_since(stream, told)

    def _look_at_all(self) -> None:
        with self._lock:
            names, prefixes = set(self._exact), set(self._prefixes)
        for stream, seq in queries.last_numbers(names, prefixes).items():
            with self._lock:
                told = (
                    self._told.setdefault(stream, 0)
                    if self._listened(stream)
                    else self._told.get(stream, seq)
                )
            if seq > told:
                self._tell_since(stream, told)
            elif seq < told:
                # The numbers went back: the database was restored under us.
                self._tell(stream, seq, [])

    def _begin_prefixes(self) -> None:
        with self._lock:
            fresh = set(self._prefixes) - self._begun
        if not fresh:
            return
        numbers = queries.last_numbers((), fresh)
        with self._lock:
            for stream, seq in numbers.items():
                self._told.setdefault(stream, seq)
            self._begun |= fresh
            listeners = [
                (prefix, listener)
                for prefix in fresh
                for listener in self._prefixes.get(prefix, ())
            ]
        for prefix, listener in listeners:
            self._call(listener, prefix, [])

    def _tell_since(self, stream: str, told: int) -> None:
        while events := queries.events_after(stream, told, BATCH):
            told = events[-1].seq
            self._tell(stream, told, events)
            if len(events) < BATCH:
                return

    def _tell(self, stream: str, seq: int, events: Sequence[LiveEvent]) -> None:
        # Whoever follows from here on is given `seq`, so it must be set when they are not called.
        with self._lock:
            if stream in self._told:
                self._told[stream] = seq
            listeners = self._listeners(stream)
        for listener in listeners:
            self._call(listener, stream, events)

    def _call(self, listener: Listener, stream: str, events: Sequence[LiveEvent]) -> None:
        try:
            listener(stream, events)
        except Exception:
            # One listener's fault must not cost the others their events.
            logger.exception("a listener of %s failed", stream)

    def _listeners(self, stream: str) -> list[Listener]:
        found = list(self._exact.get(stream, ()))
        for prefix, listeners in self._prefixes.items():
            if stream.startswith(prefix):
                found += listeners
        return found

    def _listened(self, stream: str) -> bool:
        return any(map(stream.startswith, self._prefixes))

    def _wanted(self, stream: str) -> bool:
        return stream in self._exact or self._listened(stream)


tail = Tail()


def listen(prefix: str, listener: Listener) -> Callable[[], None]:
    """Have the listener told of every stream with the prefix; gives what ends it."""
    tail.listen(prefix, listener)

    def stop() -> None:
        tail.unlisten(prefix, listener)

    return stop
