"""A recurrence on the wall clock: what people mean by "Wednesdays at nine"."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vcs.core.intervals import Interval
from vcs.core.recurrence.expansion import days, horizon, nearest
from vcs.core.recurrence.reading import read_rule
from vcs.core.recurrence.refusals import (
    never,
    not_first,
    overlapping,
    refuse,
    too_long,
    too_many,
)
from vcs.core.recurrence.rule import MOST_OCCURRENCES, Rule
from vcs.core.thai.reading import CHRISTIAN_YEARS


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A start on the wall clock of a zone, a length, and maybe a rule; sound once it exists.

    `dtstart` and `exdates` are naive wall times (RFC 5545 §3.3.5 form 3 with `zone` as TZID),
    `rrule` is kept in canonical form. Making one refuses (InvalidInput) a rule outside the subset,
    an endless or too long one, a start that is no instance of the rule, an exdate that is none,
    and occurrences that run into each other.
    """

    dtstart: datetime
    duration: timedelta
    zone: str
    rrule: str | None = None
    exdates: tuple[datetime, ...] = ()
    rule: Rule | None = field(init=False, compare=False, repr=False)
    rule_starts: tuple[datetime, ...] = field(init=False, compare=False, repr=False)
    """Every wall-clock start of the rule, also those the exdates take out."""

    def __post_init__(self) -> None:
        _check_start(self)
        zone = zone_named(self.zone)
        rule = read_rule(self.rrule) if self.rrule is not None else None
        starts = _starts(self.dtstart, rule, zone)
        _check_exdates(self.exdates, starts)
        set_once = object.__setattr__
        set_once(self, "rule", rule)
        set_once(self, "rrule", rule.canonical() if rule else None)
        set_once(self, "exdates", tuple(sorted(set(self.exdates))))
        set_once(self, "rule_starts", starts)
        if any(one.end > other.start for one, other in pairwise(self.instances())):
            raise overlapping()

    def canonical(self) -> str | None:
        """The rule as it is written to a calendar, or None for a single date."""
        return self.rrule

    def starts(self) -> tuple[datetime, ...]:
        """The wall-clock starts that take place, in order; at least one."""
        out = frozenset(self.exdates)
        return tuple(start for start in self.rule_starts if start not in out)

    def instances(self) -> tuple[Interval, ...]:
        """What takes place, as instants: the same exact length each time (RFC 5545 §3.8.5.3)."""
        zone = ZoneInfo(self.zone)
        begins = [instant(start, zone) for start in self.starts()]
        return tuple(Interval(begin, begin + self.duration) for begin in begins)

    def replaced(self, **parts: Any) -> "Recurrence":
        """The same with some of dtstart, duration, zone, rrule, exdates replaced.

        Exdates that are not given anew stay where they still name an instance and fall away
        where the new rule has none.
        """
        if "exdates" in parts or not self.exdates:
            return replace(self, **parts)
        fresh = replace(self, **parts, exdates=())
        return replace(fresh, exdates=tuple(at for at in self.exdates if at in fresh.rule_starts))


def instant(local: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall time (RFC 5545 §3.3.5).

    One that a change of clocks skips counts by the offset before it; of one that comes twice it
    is the first.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def zone_named(name: str) -> ZoneInfo:
    """The IANA zone of that name, or a refusal of /timezone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise refuse(
            "unknown_time_zone",
            "ไม่รู้จักเขตเวลานี้ ใช้ชื่อแบบ Asia/Bangkok",
            "Unknown time zone; use an IANA name such as Asia/Bangkok",
            pointer="/timezone",
        ) from None


def _check_start(recurrence: Recurrence) -> None:
    start = recurrence.dtstart
    if start.tzinfo is not None or any(at.tzinfo is not None for at in recurrence.exdates):
        raise ValueError("a recurrence is made of naive wall times; the zone stands beside them")
    if recurrence.duration <= timedelta():
        raise refuse(
            "end_before_start",
            "เวลาสิ้นสุดต้องอยู่หลังเวลาเริ่ม",
            "The end must be after the start",
            pointer="/ends_at",
        )
    if start.year not in CHRISTIAN_YEARS:
        raise refuse(
            "year_out_of_range",
            f"ปี ค.ศ. {start.year} อยู่นอกช่วง 1900–2100",
            f"Year {start.year} is out of range: use 1900–2100",
            pointer="/starts_at",
        )
    if recurrence.rrule is not None and start.microsecond:
        raise refuse(
            "whole_seconds",
            "รายการที่ทำซ้ำต้องเริ่มที่วินาทีเต็ม ตัดเศษวินาทีออก",
            "What recurs starts at a whole second, as calendars know no smaller: cut the fraction",
            pointer="/starts_at",
        )


def _starts(dtstart: datetime, rule: Rule | None, zone: ZoneInfo) -> tuple[datetime, ...]:
    if rule is None:
        return (dtstart,)
    first = dtstart.date()
    if next(days(rule, first), None) != first:
        near = nearest(rule, first)
        raise never() if near is None else not_first(dtstart, near)
    walk = (datetime.combine(day, dtstart.time()) for day in days(rule, first))
    if rule.until is None:
        return _counted(walk, rule.count or 0)
    if rule.until < instant(dtstart, zone):
        raise refuse(
            "rrule_ends_before_start",
            "UNTIL อยู่ก่อนเวลาเริ่ม เลื่อน UNTIL ออกไป",
            "UNTIL lies before the start: move it later",
        )
    if rule.until > instant(datetime.combine(horizon(first), time.max), zone):
        raise too_long()
    return _up_to(walk, rule.until, zone)


def _counted(walk: Iterator[datetime], count: int) -> tuple[datetime, ...]:
    starts = tuple(islice(walk, count))
    if len(starts) < count:
        raise too_long()
    return starts


def _up_to(walk: Iterator[datetime], until: datetime, zone: ZoneInfo) -> tuple[datetime, ...]:
    starts: list[datetime] = []
    for start in walk:
        if instant(start, zone) > until:
            break
        if len(starts) == MOST_OCCURRENCES:
            raise too_many(None)
        starts.append(start)
    return tuple(starts)


def _check_exdates(exdates: tuple[datetime, ...], starts: tuple[datetime, ...]) -> None:
    known = frozenset(starts)
    for place, exdate in enumerate(exdates):
        if exdate not in known:
            raise refuse(
                "exdate_not_in_rule",
                f"{exdate.isoformat()} ไม่ใช่วันของกฎนี้ ตัดออกหรือแก้เวลาให้ตรง",
                f"{exdate.isoformat()} is no instance of the rule: leave it out or correct it",
                pointer=f"/exdates/{place}",
            )
    if known <= set(exdates):
        raise refuse(
            "nothing_left",
            "ยกเว้นครบทุกวันแล้ว ต้องเหลืออย่างน้อยหนึ่งวัน",
            "Every instance is excepted: leave at least one",
            pointer="/exdates",
        )
