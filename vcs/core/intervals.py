"""Half-open stretches of time [start, end) in UTC: what touches does not overlap."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True, order=True)
class Interval:
    """A non-empty stretch [start, end); whatever zone it is given in, it is kept in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.tzinfo is None or self.end.tzinfo is None:
            raise ValueError("an interval needs aware datetimes")
        object.__setattr__(self, "start", self.start.astimezone(UTC))
        object.__setattr__(self, "end", self.end.astimezone(UTC))
        if self.start >= self.end:
            raise ValueError("an interval must end after it starts")

    @property
    def duration(self) -> timedelta:
        """How long it lasts."""
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded down: nobody is credited with a minute they were not there."""
        return int(self.duration.total_seconds() // 60)

    def __contains__(self, at: datetime) -> bool:
        return self.start <= at < self.end

    def covers(self, other: "Interval") -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: "Interval") -> bool:
        """Whether they share time; touching ends share none."""
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "Interval") -> "Interval | None":
        """The time both share, or None."""
        if not self.overlaps(other):
            return None
        return Interval(max(self.start, other.start), min(self.end, other.end))

    def padded(self, before: timedelta, after: timedelta) -> "Interval":
        """The same with set-up time before it and tear-down time after it."""
        return Interval(self.start - before, self.end + after)


def union(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time as sorted, disjoint intervals; touching ones are joined."""
    joined: list[Interval] = []
    for interval in sorted(intervals):
        if joined and interval.start <= joined[-1].end:
            last = joined[-1]
            joined[-1] = Interval(last.start, max(last.end, interval.end))
        else:
            joined.append(interval)
    return joined


def subtract(intervals: Iterable[Interval], holes: Iterable[Interval]) -> list[Interval]:
    """What is left of the intervals outside the holes, sorted and disjoint."""
    cuts = union(holes)
    return [piece for interval in union(intervals) for piece in _without(interval, cuts)]


def minutes(intervals: Iterable[Interval]) -> int:
    """Whole minutes covered at least once, rounded down once for the lot."""
    total = sum((interval.duration for interval in union(intervals)), timedelta())
    return int(total.total_seconds() // 60)


def _without(interval: Interval, cuts: list[Interval]) -> list[Interval]:
    left: list[Interval] = []
    start = interval.start
    for cut in cuts:
        if cut.end <= start or cut.start >= interval.end:
            continue
        if start < cut.start:
            left.append(Interval(start, cut.start))
        start = max(start, cut.end)
    if start < interval.end:
        left.append(Interval(start, interval.end))
    return left
