"""Ringing: NOTIFY on PostgreSQL, a message where Redis is, on SQLite the commit itself."""

import logging
import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache, partial

from django.conf import settings
from django.db import connection, transaction
from redis import Redis, RedisError

Heard = Callable[[str | None], None]

OUTBOX = "vcs_outbox"
LIVE = "vcs_live"
REDIS_TIMEOUT_SECONDS = 1.0
REDIS_REST_SECONDS = 10.0

logger = logging.getLogger(__name__)


class Fuse:
    """Blown by a failure, it spares those who come next the same wait for a while."""

    def __init__(self, rest: float) -> None:
        self.rest = rest
        self._blown_until = 0.0

    @property
    def blown(self) -> bool:
        """Whether the last failure was a moment ago."""
        return time.monotonic() < self._blown_until

    def blow(self) -> None:
        """Note a failure."""
        self._blown_until = time.monotonic() + self.rest


redis_fuse = Fuse(REDIS_REST_SECONDS)
# Listeners in this process, where the database itself wakes nobody.
nearby: defaultdict[str, list[Heard]] = defaultdict(list)


def ring(channel: str, hint: str = "") -> None:
    """Wake the channel's listeners once the running transaction commits; never if it does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, hint])
    ring_beside_database(channel, hint)


def ring_beside_database(channel: str, hint: str) -> None:
    """The part of ringing that PostgreSQL's NOTIFY does not do."""
    if nearby[channel]:
        transaction.on_commit(partial(_tell_nearby, channel, hint), robust=True)
    if settings.VCS_REDIS_URL:
        transaction.on_commit(partial(_tell_redis, channel, hint), robust=True)


def _tell_nearby(channel: str, hint: str) -> None:
    for heard in list(nearby[channel]):
        heard(hint or None)


def _tell_redis(channel: str, hint: str) -> None:
    if redis_fuse.blown:
        return
    try:
        redis_client().publish(channel, hint)
    except RedisError as error:
        redis_fuse.blow()
        logger.warning("nobody was woken through Redis: %s", error)


@cache
def redis_client() -> "Redis[bytes]":
    """The process's connection to the broker for wake-ups, with a time-out on everything."""
    return Redis.from_url(
        settings.VCS_REDIS_URL,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
    )
