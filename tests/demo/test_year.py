"""The demo year, whatever day it is loaded on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vcs.core.intervals import Interval
from vcs.demo import texts
from vcs.demo.planning import Placed
from vcs.demo.things import THINGS
from vcs.demo.year import plan_year

FRIDAY, SATURDAY = date(2026, 11, 20), date(2026, 11, 21)
BY_NAME = {thing.name: thing for thing in THINGS}


def holds(year: Iterable[Placed]) -> dict[str, list[Interval]]:
    """What is actively held of each resource."""
    found: dict[str, list[Interval]] = defaultdict(list)
    for placed in year:
        waits = placed.meeting.status == "requested"
        if placed.meeting.status not in {"approved", "requested"}:
            continue
        for day in placed.meeting.held:
            for name in placed.resources(day):
                if BY_NAME[name].request_holds or not waits:
                    found[name].append(BY_NAME[name].hold(placed.meeting.slot(day)))
    return found


@settings(max_examples=15, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)), st.sets(st.integers(-200, 120), max_size=15))
def test_nothing_is_held_twice_on_any_day_it_is_loaded(today: date, off: set[int]) -> None:
    year, closed = plan_year(today, {today + timedelta(days=n) for n in off})
    found = holds(year)
    for one in closed:
        found[one.name].append(one.slot)
    for stretches in found.values():
        assert all(a.end <= b.start for a, b in pairwise(sorted(stretches)))


@settings(max_examples=15, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2035, 12, 31)))
def test_the_year_has_what_an_office_does(today: date) -> None:
    year, _closed = plan_year(today, ())
    kinds = [placed.meeting.kind for placed in year]
    waiting = [placed for placed in year if placed.meeting.status == "requested"]
    assert 520 <= len(year) <= 580
    assert len(waiting) == 7
    assert kinds.count("news") == 1
    assert kinds.count("statutory") >= 15
    assert sum(today in placed.meeting.held for placed in year) >= 3


@pytest.mark.parametrize("today", [FRIDAY, date(2026, 11, 18), date(2026, 12, 31)])
def test_a_working_day_is_full(today: date) -> None:
    year, _closed = plan_year(today, ())
    rooms = {
        name
        for placed in year
        if today in placed.meeting.held and placed.meeting.status == "approved"
        for name in placed.resources(today)
        if BY_NAME[name].kind == "room"
    }
    assert len(rooms) == 6


def test_on_a_day_off_the_next_working_day_is_full_too() -> None:
    year, _closed = plan_year(SATURDAY, ())
    monday = SATURDAY + timedelta(days=2)
    assert sum(monday in placed.meeting.held for placed in year) >= 10


def test_the_same_day_gives_the_same_year() -> None:
    assert plan_year(FRIDAY, ()) == plan_year(FRIDAY, ())


def test_one_request_collides_with_what_was_approved_meanwhile() -> None:
    year, _closed = plan_year(FRIDAY, ())
    (asked,) = (
        p for p in year if p.meeting.status == "requested" and texts.HALL in p.meeting.resources
    )
    day = asked.meeting.days[0]
    others = [
        p
        for p in year
        if p.meeting.status == "approved"
        and day in p.meeting.held
        and texts.HALL in p.meeting.resources
    ]
    assert any(p.meeting.slot(day).overlaps(asked.meeting.slot(day)) for p in others)


def test_news_leave_holidays_out_and_go_on_counting() -> None:
    wednesday = date(2026, 11, 25)
    year, _closed = plan_year(FRIDAY, {wednesday})
    news = next(p.meeting for p in year if p.meeting.kind == "news")
    assert news.skipped[wednesday] == "holiday"
    before = news.numbers[wednesday - timedelta(days=7)]
    after = news.numbers[wednesday + timedelta(days=7)]
    assert wednesday not in news.numbers
    assert after == (before[0], before[1] + 1)
