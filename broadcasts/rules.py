"""What a booking's broadcasts should be; pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

# Until the stream is being tested its plan follows the booking; afterwards the crew decides.
FOLLOWING: Final = frozenset({"planned", "scheduled", "ready", "cancelled"})
PRIVACIES: Final = frozenset({"public", "unlisted", "private"})


@dataclass(frozen=True, slots=True)
class Want:
    """The broadcast that one occurrence should have."""

    channel_id: int
    start: datetime
    end: datetime
    privacy: str
    auto_start: bool


def wanted(
    asked: Mapping[str, Any] | None,
    *,
    start: datetime,
    end: datetime,
    takes_place: bool,
    held_channels: Collection[int],
) -> Want | None:
    """The broadcast of a date, if it takes place and holds a channel; the one asked for first.

    What is not said is unlisted and started by a person.
    """
    if asked is None or not takes_place or not held_channels:
        return None
    named = asked.get("channel")
    privacy = str(asked.get("privacy") or "")
    return Want(
        channel_id=min(held_channels, key=lambda channel: (channel != named, channel)),
        start=start,
        end=end,
        privacy=privacy if privacy in PRIVACIES else "unlisted",
        auto_start=bool(asked.get("auto_start")),
    )


def slug_of(office_code: str, kind: str, day: date, taken: Collection[str]) -> str:
    """A readable address, "9901-news-2026-11-18"; the day's second of its kind ends in -2."""
    base = f"{office_code}-{kind.replace('_', '-')}-{day.isoformat()}".lower()
    slug, n = base, 1
    while slug in taken:
        n += 1
        slug = f"{base}-{n}"
    return slug
