"""What a handler is given, what it may raise and what became of it; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

Payload = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Message:
    """One claimed message: the handler may see the same `id` again, so it must be idempotent."""

    id: int
    kind: str
    payload: Payload
    key: str | None
    attempt: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """One message to enqueue together with others."""

    payload: Payload
    key: str | None = None
    run_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A message and the token that fences its completion: who lost the lease records nothing."""

    message: Message
    token: str


class Result(Enum):
    """What became of one attempt."""

    SENT = "sent"
    RETRY = "retry"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one attempt, to be recorded under the claim's token."""

    claim: Claim
    result: Result
    error: str = ""
    run_at: datetime | None = None
    counts: bool = True


class Retry(Exception):
    """Raised by a handler: not now, try again after this long; does not count as a failure."""

    def __init__(self, after: timedelta, reason: str = "") -> None:
        super().__init__(reason or f"retry after {after}")
        self.after = after


class Dead(Exception):
    """Raised by a handler: no retry will help; the message becomes a dead letter."""
