"""Independent readers must find exactly the dates we hold, for whatever was done to a series."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings

from tests.calendars.readers import READERS, Shown
from tests.calendars.samples import NOW, SCHOOL, calendar, changed, series_events, weekly
from vcs.calendars.rules.events import Event, seen

Read = Callable[[bytes], list[Shown]]
READ_BY_ICAL_JS = Path(__file__).with_name("read.mjs")


def wanted(event: Event, form: str) -> list[Shown]:
    return sorted((one.start, one.end, one.cancelled) for one in seen(event, form, now=NOW))  # type: ignore[arg-type]


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@settings(max_examples=60, deadline=None)
@given(event=series_events())
def test_readers_find_every_date_of_a_changed_series(read: Read, event: Event) -> None:
    assert read(calendar(event)) == wanted(event, "staff")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
@settings(max_examples=30, deadline=None)
@given(event=series_events())
def test_readers_find_for_schools_only_what_is_confirmed_or_called_off(
    read: Read, event: Event
) -> None:
    assert read(calendar(event, reader=SCHOOL)) == wanted(event, "school")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_readers_agree_on_a_series_split_in_two(read: Read) -> None:
    whole = weekly(8)
    first = replace(
        whole, rrule="FREQ=WEEKLY;UNTIL=20261208T170000Z;BYDAY=WE", dated=whole.dated[:3]
    )
    rest = replace(
        weekly(8),
        uid=whole.uid.__class__(int=7),
        rrule="FREQ=WEEKLY;COUNT=5;BYDAY=WE",
        dated=whole.dated[3:],
        wall_start=whole.wall_start + timedelta(weeks=3),
    )
    assert read(calendar(first, rest)) == wanted(whole, "staff")


@pytest.mark.parametrize("read", READERS.values(), ids=READERS)
def test_a_date_moved_past_its_neighbour_is_still_found(read: Read) -> None:
    series = weekly(5)
    later = series.dated[1].start + timedelta(days=8)
    moved = changed(series, 1, start=later, end=later + timedelta(hours=2))
    assert read(calendar(moved)) == wanted(moved, "staff")


def test_ical_js_finds_every_date_of_many_changed_series() -> None:
    """The reader of Thunderbird and of many web calendars; one process reads all of them."""
    events: list[Event] = []

    @settings(max_examples=60, deadline=None, database=None)
    @given(series_events())
    def collect(event: Event) -> None:
        events.append(event)

    collect()
    feeds = json.dumps([calendar(event).decode() for event in events])
    ran = subprocess.run(
        ["node", str(READ_BY_ICAL_JS)], input=feeds, capture_output=True, text=True, check=True
    )
    for event, found in zip(events, json.loads(ran.stdout), strict=True):
        dates = [(start, end, off) for start, end, off in found]
        assert sorted(dates) == [
            (int(start.timestamp()), int(end.timestamp()), off)
            for start, end, off in wanted(event, "staff")
        ]
