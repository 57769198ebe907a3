"""How often a link may be used: far above what people do, far below what hurts."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.core.cache import cache

from vcs.core import clock
from vcs.sessions.errors import TooOften

WINDOW_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Limit:
    """So many in a minute, counted under one name."""

    name: str
    per_minute: int


# A school may open its link on many devices at once; many schools may share one address.
SHOW = Limit("show", 240)
ENTER = Limit("enter", 60)
BEAT = Limit("beat", 600)
UNKNOWN = Limit("unknown", 120)


def spend(limit: Limit, who: str) -> None:
    """Count one use by a link or an address; TooOften above the limit."""
    second = int(clock.now().timestamp())
    slot, passed = divmod(second, WINDOW_SECONDS)
    name = hashlib.sha256(who.encode("utf-8", "surrogatepass")).hexdigest()[:32]
    key = f"door:{limit.name}:{slot}:{name}"
    if cache.add(key, 1, timeout=2 * WINDOW_SECONDS):
        return
    try:
        used = cache.incr(key)
    except ValueError:  # The cache dropped the counter: a new one begins.
        return
    if used > limit.per_minute:
        raise TooOften(WINDOW_SECONDS - passed)
