"""Listening: one thread per source, each calling back with a hint, or None for «look at all»."""

import logging
import threading
from abc import ABC, abstractmethod
from contextlib import ExitStack

import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection, connections
from redis import Redis, RedisError

from vcs.outbox.wake.bell import Heard, nearby

DATA_VERSION_SECONDS = 0.02
STOP_CHECK_SECONDS = 0.1
RECONNECT_SECONDS = 1.0

logger = logging.getLogger(__name__)


class Ear(ABC):
    """A thread that listens until stopped and comes back by itself when its source was away."""

    def __init__(self, channel: str, heard: Heard) -> None:
        self.channel = channel
        self.heard = heard
        self.stopping = threading.Event()
        self.listening = threading.Event()
        self.thread = threading.Thread(target=self._run, name=f"ear-{channel}", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self.thread.start()

    def stop(self) -> None:
        """Stop listening and wait until the thread has closed what it opened."""
        self.stopping.set()
        if self.thread.is_alive():
            self.thread.join(timeout=5)

    def _run(self) -> None:
        while not self.stopping.is_set():
            try:
                self.listen()
            except (psycopg.Error, RedisError, OSError, DatabaseError) as error:
                logger.warning("%s lost its source: %s", self.thread.name, error)
            self.listening.clear()
            self.stopping.wait(RECONNECT_SECONDS)

    @abstractmethod
    def listen(self) -> None:
        """Call `heard` for each ring until `stopping` is set; raise when the source is lost."""


class PostgresEar(Ear):
    """LISTEN on a connection of its own, outside any pool."""

    def listen(self) -> None:
        """Hear NOTIFY, whose payload is the hint."""
        parameters = connections[DEFAULT_DB_ALIAS].get_connection_params()
        for ours in ("pool", "cursor_factory", "context", "prepare_threshold"):
            parameters.pop(ours, None)
        with psycopg.connect(**parameters, autocommit=True) as connected:
            connected.execute(f"LISTEN {self.channel}")
            self.listening.set()
            self.heard(None)
            while not self.stopping.is_set():
                for notice in connected.notifies(timeout=STOP_CHECK_SECONDS):
                    self.heard(notice.payload or None)


class SqliteEar(Ear):
    """A look at `PRAGMA data_version`, which changes with every commit of another connection.

    Commits of this process are rung for directly: no look is quick enough for a person's own act.
    """

    def start(self) -> None:
        """Begin to listen, nearby and far."""
        nearby[self.channel].append(self.heard)
        super().start()

    def stop(self) -> None:
        """Stop listening."""
        nearby[self.channel].remove(self.heard)
        super().stop()

    def listen(self) -> None:
        """Hear each change of the file; SQLite does not say what changed."""
        watcher = connections.create_connection(DEFAULT_DB_ALIAS)
        with ExitStack() as stack:
            stack.callback(watcher.close)
            cursor = stack.enter_context(watcher.cursor())
            seen = None
            while not self.stopping.wait(DATA_VERSION_SECONDS):
                version = cursor.execute("PRAGMA data_version").fetchone()
                if version != seen:
                    seen = version
                    self.listening.set()
                    self.heard(None)


class RedisEar(Ear):
    """Redis pub/sub, where a broker is configured."""

    def listen(self) -> None:
        """Hear what `ring` published after a commit."""
        with Redis.from_url(settings.VCS_REDIS_URL) as client, client.pubsub() as channel:
            channel.subscribe(self.channel)
            self.listening.set()
            self.heard(None)
            while not self.stopping.is_set():
                message = channel.get_message(
                    ignore_subscribe_messages=True, timeout=STOP_CHECK_SECONDS
                )
                if message:
                    self.heard(message["data"].decode() or None)


def listen(channel: str, heard: Heard) -> list[Ear]:
    """Start an ear for each source this installation has; `heard` is called from their threads."""
    ears: list[Ear] = [
        PostgresEar(channel, heard)
        if connection.vendor == "postgresql"
        else SqliteEar(channel, heard)
    ]
    if settings.VCS_REDIS_URL:
        ears.append(RedisEar(channel, heard))
    for ear in ears:
        ear.start()
    return ears
