"""Ringing: NOTIFY on PostgreSQL, a message where Redis is, on SQLite the commit itself."""

import logging
from functools import cache, partial

from django.conf import settings
from django.db import connection, transaction
from redis import Redis, RedisError

OUTBOX = "vcs_outbox"
LIVE = "vcs_live"
REDIS_TIMEOUT_SECONDS = 1.0

logger = logging.getLogger(__name__)


def ring(channel: str, hint: str = "") -> None:
    """Wake the channel's listeners once the running transaction commits; never if it does not."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_notify(%s, %s)", [channel, hint])
    ring_redis(channel, hint)


def ring_redis(channel: str, hint: str) -> None:
    """The part of ringing that PostgreSQL does not do itself."""
    if settings.VCS_REDIS_URL:
        transaction.on_commit(partial(_tell_redis, channel, hint), robust=True)


def _tell_redis(channel: str, hint: str) -> None:
    try:
        redis_client().publish(channel, hint)
    except RedisError as error:
        logger.warning("nobody was woken through Redis: %s", error)


@cache
def redis_client() -> "Redis[bytes]":
    """The process's connection to the broker for wake-ups, with a time-out on everything."""
    return Redis.from_url(
        settings.VCS_REDIS_URL,
        socket_timeout=REDIS_TIMEOUT_SECONDS,
        socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
    )
