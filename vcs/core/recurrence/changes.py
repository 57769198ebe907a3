"""Edits of a recurrence: all of it moved, its end cut off, or split in two."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from vcs.core.errors import InvalidInput, Text
from vcs.core.recurrence.rule import Rule, WeekdayNum
from vcs.core.recurrence.series import Recurrence, instant

_WEEK = 7


class NotExpressible(InvalidInput):
    """The moved dates follow no rule calendars know; the dates themselves may still be moved."""

    code = "rrule_not_expressible"
    title = Text(
        "เลื่อนทั้งชุดด้วยจำนวนวันนี้แล้วเขียนเป็นกฎการทำซ้ำไม่ได้ ให้กำหนดกฎใหม่หรือเลื่อนทีละครั้ง",
        "Moved by so many days the dates follow no rule: send a new rrule, or move them one by one",
    )


def shift(recurrence: Recurrence, by: timedelta) -> Recurrence:
    """The recurrence whose every wall-clock start, exdates too, is later by the same difference.

    A weekly rule moves its weekdays and its week's start along, so that INTERVAL keeps its phase;
    days of the month move where they stay days of the month. The answer gives exactly the moved
    dates, or NotExpressible is raised: the 2nd Tuesday plus a day is not always the 2nd Wednesday.
    """
    wanted = tuple(start + by for start in recurrence.rule_starts)
    exdates = tuple(at + by for at in recurrence.exdates)
    if recurrence.rule is None:
        return replace(recurrence, dtstart=wanted[0])
    days = (wanted[0].date() - recurrence.dtstart.date()).days
    rule = _moved(recurrence.rule, days, wanted[0])
    if rule.until is not None:
        rule = replace(rule, until=_second(wanted[-1], recurrence.zone))
    return _exactly(
        replace(recurrence, dtstart=wanted[0], rrule=None, exdates=()), rule, exdates, wanted
    )


def truncate(recurrence: Recurrence, before: datetime) -> Recurrence | None:
    """What takes place strictly before an instant (aware), ended by UNTIL; None if nothing does."""
    kept = _starts_before(recurrence, before)
    exdates = tuple(at for at in recurrence.exdates if at in kept)
    if len(exdates) == len(kept):
        return None
    if recurrence.rule is None:
        return recurrence
    rule = replace(recurrence.rule, count=None, until=_second(kept[-1], recurrence.zone))
    return replace(recurrence, rrule=rule.canonical(), exdates=exdates)


def split(recurrence: Recurrence, at: datetime) -> tuple[Recurrence | None, Recurrence]:
    """For "this and following": what takes place before an instance, and a series from it on.

    `at` is the aware instant of an instance of the rule. Together both give what the whole gave;
    COUNT is shared out between them.
    """
    zone = ZoneInfo(recurrence.zone)
    place = {instant(start, zone): n for n, start in enumerate(recurrence.rule_starts)}.get(at)
    if place is None:
        raise ValueError("a recurrence is split at one of its instances")
    begin, rest = recurrence.rule_starts[place], recurrence.rule
    if rest is not None and rest.count is not None:
        rest = replace(rest, count=rest.count - place)
    following = replace(
        recurrence,
        dtstart=begin,
        rrule=rest.canonical() if rest else None,
        exdates=tuple(exdate for exdate in recurrence.exdates if exdate >= begin),
    )
    return truncate(recurrence, at), following


def _starts_before(recurrence: Recurrence, before: datetime) -> list[datetime]:
    zone = ZoneInfo(recurrence.zone)
    return [start for start in recurrence.rule_starts if instant(start, zone) < before]


def _second(local: datetime, zone: str) -> datetime:
    return instant(local, ZoneInfo(zone))


def _exactly(
    bare: Recurrence, rule: Rule, exdates: tuple[datetime, ...], wanted: tuple[datetime, ...]
) -> Recurrence:
    try:
        moved = replace(bare, rrule=rule.canonical(), exdates=exdates)
    except InvalidInput as error:
        raise NotExpressible(pointer="/rrule") from error
    if moved.rule_starts != wanted:
        raise NotExpressible(pointer="/rrule")
    return moved


def _moved(rule: Rule, days: int, start: datetime) -> Rule:
    """The rule most likely to give the dates moved by whole days; the caller proves it.

    What leaves its month (a day 32, a sixth Tuesday) comes out as a rule that is refused or
    gives other dates, so the proof covers it.
    """
    if days == 0:
        return rule
    if rule.freq == "WEEKLY":
        week_start = (rule.week_start + days) % _WEEK
        return replace(rule, by_day=_rotated(rule.by_day, days), week_start=week_start)
    if rule.by_day:
        return replace(rule, by_day=_moved_ordinals(rule.by_day, days))
    if rule.freq == "YEARLY":
        return replace(rule, by_month=(start.month,), by_month_day=(start.day,))
    return replace(rule, by_month_day=tuple(day + days for day in rule.by_month_day))


def _rotated(by_day: tuple[WeekdayNum, ...], days: int) -> tuple[WeekdayNum, ...]:
    return tuple(sorted(replace(day, weekday=(day.weekday + days) % _WEEK) for day in by_day))


def _moved_ordinals(by_day: tuple[WeekdayNum, ...], days: int) -> tuple[WeekdayNum, ...]:
    weeks, rest = divmod(days, _WEEK)
    if rest or not all(day.ordinal for day in by_day):
        return _rotated(by_day, days)
    return tuple(replace(day, ordinal=day.ordinal + weeks) for day in by_day)
