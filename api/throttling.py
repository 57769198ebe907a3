"""How often one may ask: a bucket per person (or address) in this process's memory."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, ClassVar

from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}
_MOST_BUCKETS = 20_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many requests at once, filled up again evenly over a period."""

    requests: int
    seconds: float

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read "6000/min"; only the first letter of the period counts."""
        number, _, period = text.partition("/")
        return cls(int(number), _SECONDS[period[0]])

    @property
    def per_second(self) -> float:
        """How fast a bucket fills."""
        return self.requests / self.seconds


class Buckets:
    """Token buckets by key, the least recently used forgotten first; safe to share by threads."""

    def __init__(self, rate: Rate, most: int = _MOST_BUCKETS) -> None:
        self.rate, self._most = rate, most
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, key: str, at: float) -> float:
        """Take one token: 0.0 if there was one, else the seconds until there will be."""
        with self._lock:
            level, since = self._buckets.get(key, (float(self.rate.requests), at))
            level = min(self.rate.requests, level + (at - since) * self.rate.per_second)
            wait = 0.0 if level >= 1 else (1 - level) / self.rate.per_second
            self._buckets[key] = (level if wait else level - 1, at)
            self._buckets.move_to_end(key)
            if len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
            return wait

    def clear(self) -> None:
        """Forget everyone."""
        with self._lock:
            self._buckets.clear()


class _Throttle(BaseThrottle):
    scope: ClassVar[str]
    buckets: ClassVar[dict[tuple[str, Rate], Buckets]] = {}

    def __init__(self) -> None:
        self._wait = 0.0

    def key(self, request: Any) -> str | None:
        raise NotImplementedError

    def allow_request(self, request: Any, view: Any) -> bool:
        key = self.key(request)
        if key is None:
            return True
        self._wait = self._of_scope().take(key, time.monotonic())
        return self._wait == 0.0

    def wait(self) -> float | None:
        return self._wait or None

    def _of_scope(self) -> Buckets:
        rate = Rate.parse(str(api_settings.DEFAULT_THROTTLE_RATES[self.scope]))
        return self.buckets.setdefault((self.scope, rate), Buckets(rate))


class UserThrottle(_Throttle):
    """Counts what one person and all their programs ask."""

    scope = "user"

    def key(self, request: Any) -> str | None:
        return str(request.user.pk) if request.user.is_authenticated else None


class AnonThrottle(_Throttle):
    """Counts what comes from one network address without anyone signed in."""

    scope = "anon"

    def key(self, request: Any) -> str | None:
        if request.user.is_authenticated:
            return None
        return _address(request)

    @classmethod
    def count(cls, request: Any, view: Any) -> None:
        """Count a request whose key was refused, so that guessing is slow."""
        wait = cls()._of_scope().take(_address(request), time.monotonic())
        if wait:
            view.throttled(request, wait)


def _address(request: Any) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
