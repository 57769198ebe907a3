"""Meetings of the demo year before they are stored, and the book that keeps them apart; pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from vcs.core.intervals import Interval

ZONE = ZoneInfo("Asia/Bangkok")


@dataclass(frozen=True, slots=True)
class Thing:
    """A resource of the demo office."""

    name: str
    kind: str
    capacity: int | None = None
    features: tuple[str, ...] = ()
    location: str = ""
    provider: str = ""
    setup: int = 0
    teardown: int = 0
    requires_approval: bool = False
    request_holds: bool = True
    weekdays_only: bool = False

    def hold(self, slot: Interval) -> Interval:
        """The slot with this resource's set-up and tear-down time round it."""
        return slot.padded(timedelta(minutes=self.setup), timedelta(minutes=self.teardown))


@dataclass(frozen=True, slots=True)
class Meeting:
    """A booking to be: `days` are its dates, all at the same times on the wall clock.

    `seats` asks for any licence of so many; `schools` is "all", or how many clusters; `numbers`
    are those of its days in the named series; `skipped` are days left out, each with its reason,
    and `called_off` days that were cancelled one by one.
    """

    title: str
    kind: str
    days: tuple[date, ...]
    start: time
    end: time
    resources: tuple[str, ...]
    work_group: str
    seats: int | None = None
    schools: str | int | None = None
    status: str = "approved"
    rrule: str = ""
    series: str = ""
    numbers: Mapping[date, tuple[int, int]] = field(default_factory=dict)
    broadcast: bool = False
    asked_before: timedelta = timedelta(days=9)
    reason: str = ""
    skipped: Mapping[date, str] = field(default_factory=dict)
    called_off: tuple[date, ...] = ()

    @property
    def held(self) -> list[date]:
        """The days on which it takes place, or should."""
        out = {*self.skipped, *self.called_off}
        return [day for day in self.days if day not in out]

    def slot(self, day: date) -> Interval:
        """Its time on one of its days."""
        return Interval(at(day, self.start), at(day, self.end))


@dataclass(frozen=True, slots=True)
class Placed:
    """A meeting that found its place: the licence of each day, where it asked for one."""

    meeting: Meeting
    licences: Mapping[date, str] = field(default_factory=dict)

    def resources(self, day: date) -> list[str]:
        """Everything it holds on a day."""
        licence = self.licences.get(day)
        return [*self.meeting.resources, *([licence] if licence else [])]


@dataclass(frozen=True, slots=True)
class OutOfUse:
    """A resource closed for a time."""

    name: str
    slot: Interval
    reason: str


class Ledger:
    """Who has which resource when: a meeting gets in whole or not at all."""

    def __init__(self, things: Iterable[Thing]) -> None:
        self.things = {thing.name: thing for thing in things}
        # Nothing in the demo year lasts past midnight, buffers included.
        self._taken: dict[tuple[str, date], list[Interval]] = defaultdict(list)
        licences = [thing for thing in self.things.values() if thing.kind == "licence"]
        self._licences = sorted(licences, key=lambda thing: thing.capacity or 0)

    def place(self, meeting: Meeting) -> Placed | None:
        """The meeting in its place, or None where something is taken."""
        licences: dict[date, str] = {}
        for day in meeting.held:
            if not all(self._is_free(name, meeting.slot(day)) for name in meeting.resources):
                return None
            if meeting.seats is not None:
                found = self._licence(meeting, day, licences.values())
                if found is None:
                    return None
                licences[day] = found
        placed = Placed(meeting, licences)
        if meeting.status in {"approved", "requested"}:
            self._take(placed)
        return placed

    def first_of(self, meetings: Iterable[Meeting]) -> Placed | None:
        """The first of several variants that finds a place."""
        return next((found for one in meetings if (found := self.place(one))), None)

    def close(self, name: str, slot: Interval) -> bool:
        """Take a resource out of use, if nothing holds it then."""
        if not self._is_free(name, slot):
            return False
        self._taken[_key(name, slot)].append(slot)
        return True

    def _is_free(self, name: str, slot: Interval) -> bool:
        thing = self.things[name]
        if thing.weekdays_only and slot.start.astimezone(ZONE).weekday() > 4:  # noqa: PLR2004
            return False
        hold = thing.hold(slot)
        return not any(hold.overlaps(taken) for taken in self._taken[_key(name, slot)])

    def _licence(self, meeting: Meeting, day: date, liked: Iterable[str]) -> str | None:
        wanted = [t for t in self._licences if (t.capacity or 0) >= (meeting.seats or 0)]
        liked = set(liked)
        wanted.sort(key=lambda thing: thing.name not in liked)
        slot = meeting.slot(day)
        return next((thing.name for thing in wanted if self._is_free(thing.name, slot)), None)

    def _take(self, placed: Placed) -> None:
        for day in placed.meeting.held:
            for name in placed.resources(day):
                thing = self.things[name]
                if placed.meeting.status == "requested" and not thing.request_holds:
                    continue
                slot = placed.meeting.slot(day)
                self._taken[_key(name, slot)].append(thing.hold(slot))


def _key(name: str, slot: Interval) -> tuple[str, date]:
    return name, slot.start.astimezone(ZONE).date()


def at(day: date, clock_time: time) -> datetime:
    """A moment on the wall clock of the office."""
    return datetime.combine(day, clock_time, ZONE)


def working_days(first: date, last: date, holidays: Iterable[date]) -> list[date]:
    """The days from first to last on which the office works."""
    closed = set(holidays)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if day.weekday() < 5 and day not in closed]  # noqa: PLR2004


def next_working_day(days: Sequence[date], today: date) -> date:
    """Today if the office works, else the next day it does."""
    return next(day for day in days if day >= today)
