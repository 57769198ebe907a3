"""The demo year: what an office does from eight months ago to four months ahead; pure.

The same day always gives the same year. What is fixed comes first (the weekly news, today), then
what finds a place among it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, time, timedelta

from vcs.core.intervals import Interval
from vcs.core.thai import be_year
from vcs.demo import draws, texts
from vcs.demo.diary import AFTER, BEFORE, Diary
from vcs.demo.planning import (
    Meeting,
    OutOfUse,
    Placed,
    at,
)
from vcs.demo.today import waiting, weekend, working_day

WEDNESDAY, MONDAY, THURSDAY = 2, 0, 3


def plan_year(today: date, holidays: Iterable[date]) -> tuple[list[Placed], list[OutOfUse]]:
    """Every booking and closure of the demo year, none in another's way."""
    year = Diary(today, frozenset(holidays))
    year.put([_news(year)])
    year.put([_executive(year)])
    closed = [one for one in _closures(year) if year.ledger.close(one.name, one.slot)]
    for variants in _around_today(year):
        year.put(variants)
    for month_day in _directors_days(year):
        year.put([directors(month_day)])
    year.scatter(18, lambda n: draws.training(year, n))
    year.scatter(20, lambda n: draws.briefing(year, n))
    year.scatter(15, lambda n: draws.committee(year, n))
    year.scatter(120, lambda n: draws.group_meeting(year, n))
    year.scatter(55, lambda n: draws.relay(year, n))
    year.scatter(270, lambda n: draws.other(year, n))
    year.scatter(8, lambda n: draws.refused(year, n))
    year.scatter(12, lambda n: draws.cancelled(year, n))
    return year.placed + _collision(year), closed


def _closures(year: Diary) -> list[OutOfUse]:
    later = _later(year)[8]
    hall = Interval(at(year.main_day, time(7, 30)), at(year.main_day, time(12)))
    whole_day = Interval(at(later, time(8)), at(later, time(17)))
    return [
        OutOfUse(texts.HALL, hall, "ปรับปรุงระบบเสียง"),
        OutOfUse(texts.INTHANIN, whole_day, "ล้างเครื่องปรับอากาศ"),
    ]


def _news(year: Diary) -> Meeting:
    days = _weekdays(year, WEDNESDAY)
    closed = {day: "holiday" for day in days if day in year.holidays}
    last = at(days[-1], time(9, 30)).astimezone(UTC)
    return Meeting(
        texts.NEWS,
        "news",
        tuple(days),
        time(8),
        time(9, 30),
        (texts.STUDIO, texts.ENCODER, texts.CHANNEL, texts.CREW),
        texts.DLICT,
        schools="all",
        rrule=f"FREQ=WEEKLY;UNTIL={last:%Y%m%dT%H%M%SZ};BYDAY=WE",
        series=texts.NEWS,
        numbers=_news_numbers(days, year.holidays),
        broadcast=True,
        asked_before=timedelta(days=30),
        skipped=closed,
    )


def _weekdays(year: Diary, weekday: int) -> list[date]:
    first, last = year.today - BEFORE, year.today + AFTER
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = [day for day in days if day.weekday() == weekday]
    # A rule begins on one of its own dates that takes place.
    while found[0] in year.holidays:
        found = found[1:]
    return found


def _later(year: Diary) -> list[date]:
    """The working days after the main one."""
    return [day for day in year.days if day > year.main_day]


def _news_numbers(days: Sequence[date], holidays: frozenset[date]) -> dict[date, tuple[int, int]]:
    """Counted from the first Wednesday of each year on which the office works."""
    numbers: dict[date, tuple[int, int]] = {}
    day, count = date(days[0].year, 1, 1), 0
    while day <= days[-1]:
        if (day.month, day.day) == (1, 1):
            count = 0
        if day.weekday() == WEDNESDAY and day not in holidays:
            count += 1
            if day >= days[0]:
                numbers[day] = (be_year(day), count)
        day += timedelta(days=1)
    return numbers


def _executive(year: Diary) -> Meeting:
    days = _weekdays(year, MONDAY)
    return Meeting(
        "ประชุมทีมบริหาร สพป.",
        "group_meeting",
        tuple(days),
        time(8, 30),
        time(9, 45),
        (texts.PHUANGSAET,),
        texts.GENERAL,
        rrule=f"FREQ=WEEKLY;COUNT={len(days)};BYDAY=MO",
        asked_before=timedelta(days=20),
        skipped={day: "holiday" for day in days if day in year.holidays},
        called_off=tuple(day for day in _later(year)[8:] if day in days)[:1],
    )


def _around_today(year: Diary) -> Iterable[Sequence[Meeting]]:
    yield [directors(year.main_day)]
    yield from ([meeting] for meeting in working_day(year.main_day))
    if year.today != year.main_day:
        yield from ([meeting] for meeting in weekend(year.today))
    yield from waiting(_later(year))


def directors(day: date) -> Meeting:
    """The month's meeting of all school directors, numbered by its month."""
    return Meeting(
        texts.DIRECTORS,
        "directors_meeting",
        (day,),
        time(9, 30),
        time(12),
        (texts.RATCHAPHRUEK,),
        texts.GENERAL,
        seats=300,
        schools="all",
        series=texts.DIRECTORS,
        numbers={day: (be_year(day), day.month)},
        asked_before=timedelta(days=14),
    )


def _directors_days(year: Diary) -> Iterable[date]:
    """A Thursday after the 20th of each earlier month, or the first working day after it."""
    main = year.main_day
    months = {(day.year, day.month) for day in year.days if day < main}
    for y, m in sorted(months - {(main.year, main.month)}):
        late = [d for d in year.days if (d.year, d.month) == (y, m) and d.day > 20 and d < main]  # noqa: PLR2004
        thursdays = [d for d in late if d.weekday() == THURSDAY]
        if late:
            yield (thursdays or late)[0]


def _collision(year: Diary) -> list[Placed]:
    """A request for the hall, which no request keeps, and what was approved on it meanwhile."""
    ceremony = (
        Meeting(
            "ปัจฉิมนิเทศครูเกษียณอายุราชการ",
            "other",
            (day,),
            time(9),
            time(15),
            (texts.HALL,),
            texts.PERSONNEL,
            asked_before=timedelta(days=7),
        )
        for day in _later(year)[4:]
    )
    approved = year.ledger.first_of(ceremony)
    if approved is None:
        return []
    rehearsal = Meeting(
        "ซ้อมพิธีมอบรางวัลครูดีเด่น",
        "other",
        approved.meeting.days,
        time(13),
        time(16),
        (texts.HALL,),
        texts.GENERAL,
        status="requested",
    )
    return [approved, Placed(rehearsal)]
