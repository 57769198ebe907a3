"""A meeting provider, seen from us: the smallest contract, and what some can do beyond it.

A back end is a class in a module of this package, registered by name in `providers`. It imports no
model, keeps no state, takes and gives the frozen dataclasses below, and puts a time-out on every
call. It is never called inside a transaction. Everything it can fail with is one of the errors
below, so that its callers decide by kind and not by vendor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol, runtime_checkable

SECONDS_TO_ANSWER = 10.0


class Role(StrEnum):
    """In what part somebody joins; the provider maps it to its own rights."""

    HOST = "host"
    SCHOOL = "school"
    GUEST = "guest"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting as we want it.

    `marker` is ours, stable and unique: by it a meeting is found again after a lost answer.
    `room_name` is what an earlier `ensure` gave, empty the first time. `settings` are the
    licence's own, decrypted, secrets among them: they are kept out of representations and logs.
    """

    marker: str
    label: str
    title: str
    starts_at: datetime
    ends_at: datetime
    room_name: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class MeetingRef:
    """What the provider calls the meeting."""

    room_name: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who joins: `key` is how we know them in the provider's reports, `name` is shown to all."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Presence:
    """The provider's word that a person was in the meeting; `until` None while still in."""

    person_key: str
    start: datetime
    until: datetime | None


class Provider(Protocol):
    """What every back end can do."""

    name: str

    def ensure(self, meeting: Meeting) -> MeetingRef:
        """Make the meeting exist; called again for the same one it gives the same reference."""

    def join_url(self, meeting: Meeting, person: Person, role: Role) -> str:
        """The https address by which this person joins now; made per click and never stored."""

    def host(self, meeting: Meeting) -> str:
        """The name of the machine people are sent to, for the notice of who receives their data."""


@runtime_checkable
class EndsMeetings(Protocol):
    """A back end that can end a meeting for all."""

    def end(self, meeting: Meeting) -> None:
        """End it; one already over, or never begun, is ended."""


@runtime_checkable
class ReportsStatus(Protocol):
    """A back end that can say whether a meeting runs."""

    def is_running(self, meeting: Meeting) -> bool:
        """Whether anybody is in it now."""


@runtime_checkable
class ReportsAttendance(Protocol):
    """A back end that can be asked who was there."""

    def attendance(self, meeting: Meeting, since: datetime) -> Iterable[Presence]:
        """Everybody seen since then, as far as the provider knows now; asked again, it may grow."""


@runtime_checkable
class PushesAttendance(Protocol):
    """A back end whose provider calls us."""

    def verify_webhook(
        self, headers: Mapping[str, str], raw: bytes, settings: Mapping[str, Any]
    ) -> Iterable[Presence]:
        """What an authentic call says, in constant time; a forged or stale one is Permanent."""


@runtime_checkable
class FindsByMarker(Protocol):
    """A back end that can look for what a lost answer may have made."""

    def find_by_marker(self, meeting: Meeting) -> MeetingRef | None:
        """The meeting that carries our marker, or None."""


class ProviderError(Exception):
    """Why a provider did not do what was asked; the text is for staff and holds no secret."""


class Retryable(ProviderError):
    """Not now; nothing was done, the same call may be made again after a while."""

    def __init__(self, reason: str, after: timedelta = timedelta(seconds=30)) -> None:
        super().__init__(reason)
        self.after = after


class Uncertain(ProviderError):
    """The answer was lost: look before doing it again, never repeat blindly."""


class AuthLost(ProviderError):
    """The licence's credentials no longer work; its owner must give new ones."""


class QuotaSpent(ProviderError):
    """The provider's allowance is used up until an instant."""

    def __init__(self, reason: str, until: datetime) -> None:
        super().__init__(reason)
        self.until = until


class Clash(ProviderError):
    """The provider has something else in its place."""


class Permanent(ProviderError):
    """It will never work as asked: our fault, or the settings'."""
