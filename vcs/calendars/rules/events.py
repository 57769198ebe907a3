"""One booking as calendars see it: plain values, read once, said in several forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

# school: what an invited school sees, with a place for its own link. shared: the same for a
# cluster, which several read; channel: that, for the dates that hold one channel. staff: the
# office's own view, requests included; resource: that, for the dates that hold one resource.
Form = Literal["school", "shared", "channel", "staff", "resource"]
FOR_SCHOOLS: Final[frozenset[Form]] = frozenset({"school", "shared", "channel"})

CANCELLED_FOR: Final = timedelta(days=60)
KEPT_FOR: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Dated:
    """One occurrence; `title` and `description` are empty where they are the booking's."""

    recurrence_start: datetime
    start: datetime
    end: datetime
    status: str
    place: str = ""
    title: str = ""
    description: str = ""
    number: str | None = None
    resources: frozenset[int] = frozenset()
    sequence: int = 0
    updated_at: datetime | None = None

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self.status == "cancelled"


@dataclass(frozen=True, slots=True)
class Event:
    """A booking with its occurrences; `wall_start` is the first start on the clock of `zone`."""

    uid: UUID
    title: str
    kind: str
    category: str
    zone: ZoneInfo
    wall_start: datetime
    duration: timedelta
    created_at: datetime
    updated_at: datetime
    dated: tuple[Dated, ...]
    rrule: str = ""
    exdates: tuple[datetime, ...] = ()
    sequence: int = 0
    description: str = ""
    announced: bool = True
    audience: str = ""
    office: str = ""
    phone: str = ""
    work_group: str = ""
    door_minutes: int = 30
    remote: bool = False
    live: bool = False
    staff_url: str = ""
    channels: frozenset[int] = frozenset()

    @property
    def joinable(self) -> bool:
        """Whether a school's link leads anywhere: to a meeting or to a stream."""
        return self.remote or self.live


def seen(event: Event, form: Form, *, now: datetime, resource: int | None = None) -> list[Dated]:
    """The occurrences that this form shows, by start.

    Schools never see what is only asked for, nor the end of a request they never saw. A cancelled
    one stays for 60 days, so that every program that polls learns of it.
    """
    return sorted(
        (
            one
            for one in event.dated
            if _shows(event, one, form, now) and (resource is None or resource in one.resources)
        ),
        key=lambda one: (one.start, one.recurrence_start),
    )


def _shows(event: Event, one: Dated, form: Form, now: datetime) -> bool:
    if form in FOR_SCHOOLS and not event.announced:
        return False
    if one.cancelled:
        since = one.updated_at or event.updated_at
        return now < since + CANCELLED_FOR
    return one.status == "confirmed" or (one.status == "tentative" and form not in FOR_SCHOOLS)


def kept_until(shown: list[Dated]) -> datetime:
    """When a feed may leave the event out: a year after its last date, sooner if all is off."""
    live = [one.end for one in shown if not one.cancelled]
    if live:
        return max(live) + KEPT_FOR
    return max((one.updated_at or one.end) for one in shown) + CANCELLED_FOR
