"""Which date a personal link leads to now, and whether its door is open. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from vcs.attendance.rules import Window


class DoorState(StrEnum):
    """What the door says at one instant."""

    WAITING = "waiting"
    OPEN = "open"
    UNCONFIRMED = "unconfirmed"
    ENDED = "ended"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """One date of a booking, as far as the door needs to know it."""

    id: int
    status: str
    bounds: Window

    @property
    def takes_place(self) -> bool:
        """Whether it is planned to happen, or asked for."""
        return self.status in {"confirmed", "tentative"}


@dataclass(frozen=True, slots=True)
class Want:
    """The provider and licence a session should have."""

    provider: str
    licence_id: int | None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence that an occurrence holds."""

    id: int
    provider: str


def date_for(dates: Iterable[MeetingDate], now: datetime) -> MeetingDate | None:
    """The date a link leads to: running, else with its door open, else just over, else next."""
    ahead = [d for d in dates if d.takes_place and now <= d.bounds.closes_at]
    return min(ahead, key=lambda d: (_distance(d.bounds, now), d.bounds.starts_at), default=None)


def _distance(bounds: Window, now: datetime) -> int:
    if bounds.starts_at <= now < bounds.ends_at:
        return 0
    if bounds.opens_at <= now < bounds.starts_at:
        return 1
    return 2 if bounds.ends_at <= now else 3


def door_state(date: MeetingDate | None, dates: Sequence[MeetingDate], now: datetime) -> DoorState:
    """What the door of the chosen date says; without a date, why there is none."""
    if date is None:
        return _why_none(dates, now)
    if date.status == "cancelled":
        return DoorState.CANCELLED
    if now > date.bounds.closes_at:
        return DoorState.ENDED
    if date.status != "confirmed":
        return DoorState.UNCONFIRMED
    return DoorState.WAITING if now < date.bounds.opens_at else DoorState.OPEN


def _why_none(dates: Sequence[MeetingDate], now: datetime) -> DoorState:
    still_ahead = any(now <= d.bounds.closes_at for d in dates)
    was_held = any(d.takes_place for d in dates)
    return DoorState.ENDED if was_held and not still_ahead else DoorState.CANCELLED


def last_date(dates: Sequence[MeetingDate], now: datetime) -> MeetingDate | None:
    """The date to name when none is ahead: the next cancelled one, else the last of all."""
    ahead = [d for d in dates if now <= d.bounds.closes_at]
    if ahead:
        return min(ahead, key=lambda d: d.bounds.starts_at)
    return max(dates, key=lambda d: d.bounds.starts_at, default=None)


def cancelled_before(
    dates: Iterable[MeetingDate], date: MeetingDate, now: datetime
) -> MeetingDate | None:
    """A cancelled date that would have come before the one the link leads to."""
    missed = [
        d
        for d in dates
        if d.status == "cancelled"
        and now <= d.bounds.ends_at
        and d.bounds.starts_at < date.bounds.starts_at
    ]
    return min(missed, key=lambda d: d.bounds.starts_at, default=None)


def wanted_session(
    conference: Mapping[str, Any] | None, licences: Sequence[Licence], default: str
) -> Want | None:
    """The session an occurrence should have; none where neither booking nor licence asks for one.

    A licence that is held decides; of several, one of the provider the booking names.
    """
    asked = (conference or {}).get("provider") or ""
    if licences:
        fitting = [licence for licence in licences if licence.provider == asked]
        licence = min(fitting or licences, key=lambda one: one.id)
        return Want(licence.provider or asked or default, licence.id)
    return None if conference is None else Want(asked or default, None)
