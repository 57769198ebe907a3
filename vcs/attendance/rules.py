"""The roll call as a calculation: who was there, from what was seen. Pure: no database, no clock.

A school has exactly one status, the first of these that fits, so the counts sum to `expected`:

1. a person's correction that names a status;
2. `absent`: never seen between the opening of the door and the end of the grace time;
3. `late`: first seen more than the office's `late_after_minutes` after the start, or only once the
   meeting was over;
4. `left_early`: last seen more than `left_early_minutes` before the end. While the meeting runs,
   whoever was seen within `SILENCE` has not left;
5. `present`.

So a school that came late and left early counts as late; its minutes tell the rest. `excused` is
only ever a person's word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from vcs.core.errors import Text
from vcs.core.intervals import Interval, minutes

GRACE = timedelta(minutes=30)
SILENCE = timedelta(minutes=3)


class Status(StrEnum):
    """What the roll call says of one school."""

    PRESENT = "present"
    LATE = "late"
    LEFT_EARLY = "left_early"
    ABSENT = "absent"
    EXCUSED = "excused"


LABELS: Mapping[Status, Text] = {
    Status.PRESENT: Text("เข้าร่วม", "Present"),
    Status.LATE: Text("เข้าร่วมสาย", "Late"),
    Status.LEFT_EARLY: Text("ออกก่อนเวลา", "Left early"),
    Status.ABSENT: Text("ไม่เข้าร่วม", "Absent"),
    Status.EXCUSED: Text("ลา", "Excused"),
}


@dataclass(frozen=True, slots=True)
class Window:
    """When a meeting is, when its door is open, and from when one is late or leaves early."""

    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    closes_at: datetime
    late_at: datetime
    early_until: datetime


@dataclass(frozen=True, slots=True)
class Sighting:
    """One source saw a school from one instant to another, both included; they may be the same.

    `via` is the school whose device stood for this one, at a joint viewing site.
    """

    source: str
    start: datetime
    until: datetime
    via: int | None = None


@dataclass(frozen=True, slots=True)
class Ruling:
    """A person's last word on a school: a status, or times in place of what machines saw."""

    status: Status | None = None
    start: datetime | None = None
    until: datetime | None = None

    def sightings(self) -> list[Sighting] | None:
        """The times a person vouches for, or None where the machines' stand."""
        if self.start is None or self.until is None:
            return None
        return [Sighting("manual", self.start, self.until)]


@dataclass(frozen=True, slots=True)
class Standing:
    """The outcome for one school."""

    status: Status
    first_seen: datetime | None
    last_seen: datetime | None
    minutes: int


def window(
    starts_at: datetime,
    ends_at: datetime,
    *,
    opens_minutes: int,
    late_minutes: int,
    early_minutes: int,
) -> Window:
    """The bounds of an occurrence under its office's minutes; it closes `GRACE` after the end."""
    return Window(
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=starts_at - timedelta(minutes=opens_minutes),
        closes_at=ends_at + GRACE,
        late_at=starts_at + timedelta(minutes=late_minutes),
        early_until=ends_at - timedelta(minutes=early_minutes),
    )


def standing(
    bounds: Window, sightings: Iterable[Sighting], ruling: Ruling | None, as_of: datetime
) -> Standing:
    """One school's outcome as of an instant; time outside the bounds never counts."""
    vouched = ruling.sightings() if ruling else None
    seen = _clipped(bounds, sightings if vouched is None else vouched)
    first = min((s.start for s in seen), default=None)
    last = max((s.until for s in seen), default=None)
    status = ruling.status if ruling and ruling.status else _status(bounds, first, last, as_of)
    return Standing(status, first, last, _minutes(seen))


def _status(
    bounds: Window, first: datetime | None, last: datetime | None, as_of: datetime
) -> Status:
    if first is None or last is None:
        return Status.ABSENT
    if first > bounds.late_at or first >= bounds.ends_at:
        return Status.LATE
    if last < min(bounds.early_until, as_of - SILENCE):
        return Status.LEFT_EARLY
    return Status.PRESENT


def _clipped(bounds: Window, sightings: Iterable[Sighting]) -> list[Sighting]:
    return [
        Sighting(s.source, max(s.start, bounds.opens_at), min(s.until, bounds.closes_at), s.via)
        for s in sightings
        if s.start <= bounds.closes_at and s.until >= bounds.opens_at
    ]


def _minutes(seen: Sequence[Sighting]) -> int:
    return minutes(Interval(s.start, s.until) for s in seen if s.start < s.until)


def through_sites(
    own: Mapping[int, Sequence[Sighting]], guests: Mapping[int, Iterable[int]]
) -> dict[int, list[Sighting]]:
    """What was seen of each school, its hosts' devices included; `guests` maps host to schools."""
    seen = {school: list(sightings) for school, sightings in own.items()}
    for host, schools in guests.items():
        lent = [Sighting(s.source, s.start, s.until, via=host) for s in own.get(host, ())]
        for school in schools:
            if school != host:
                seen.setdefault(school, []).extend(lent)
    return seen


def tally(statuses: Iterable[Status]) -> dict[Status, int]:
    """How many have each status, zeros included: the sum is the number of the expected."""
    counted = Counter(statuses)
    return {status: counted[status] for status in Status}
