"""The one clock: everybody asks here what time it is, so that a test can say."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta


class Frozen:
    """A clock that stands still until told to move; seen by every thread of the process."""

    def __init__(self, at: datetime) -> None:
        self.at = _aware(at)

    def move_to(self, at: datetime) -> None:
        """Set the clock to another instant."""
        self.at = _aware(at)

    def advance(self, by: timedelta) -> None:
        """Let this much time pass."""
        self.at += by


_frozen: list[Frozen] = []


def now() -> datetime:
    """The present instant, always aware and in UTC."""
    return _frozen[-1].at if _frozen else datetime.now(UTC)


@contextmanager
def freeze(at: datetime) -> Iterator[Frozen]:
    """Hold the clock at an instant for the length of a block; blocks nest."""
    hand = Frozen(at)
    _frozen.append(hand)
    try:
        yield hand
    finally:
        _frozen.remove(hand)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("the clock takes aware datetimes only")
    return at.astimezone(UTC)
