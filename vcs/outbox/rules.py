"""When to try again, and which slot an instant belongs to; pure."""

from datetime import UTC, datetime, timedelta

FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(hours=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def backoff(failures: int, jitter: float) -> timedelta:
    """The pause after the n-th failure: doubling, bounded; `jitter` in [0, 1) takes up to half."""
    doublings = min(max(failures, 1) - 1, 20)
    longest = min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)
    return longest * (1 - jitter / 2)


def slot_start(at: datetime, every: timedelta, offset: timedelta = timedelta(0)) -> datetime:
    """The start of the slot that holds the instant; every process computes the same one."""
    since = at - EPOCH - offset
    return at - since % every
