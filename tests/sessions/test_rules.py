"""Which date a link leads to, and what its door says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from vcs.attendance.rules import window
from vcs.sessions.rules import (
    DoorState,
    Licence,
    MeetingDate,
    Want,
    cancelled_before,
    date_for,
    door_state,
    last_date,
    wanted_session,
)

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def date(id_: int, start: float, end: float, status: str = "confirmed") -> MeetingDate:
    bounds = window(at(start), at(end), opens_minutes=30, late_minutes=15, early_minutes=15)
    return MeetingDate(id_, status, bounds)


@pytest.mark.parametrize(
    ("now", "leads_to"),
    [
        (-600, 1),
        (0, 1),
        (59, 1),
        (65, 1),
        (75, 2),
        (90 + 60, 2),
        (200, 3),
    ],
)
def test_date_for_prefers_running_then_opening_then_just_over_then_next(
    now: float, leads_to: int
) -> None:
    dates = [date(3, 1440, 1500), date(1, 0, 60), date(2, 100, 160)]
    found = date_for(dates, at(now))
    assert found is not None
    assert found.id == leads_to


def test_date_for_skips_cancelled_dates_and_is_none_when_all_are_over() -> None:
    dates = [date(1, 0, 60, "cancelled"), date(2, 1440, 1500)]
    found = date_for(dates, at(-10))
    assert found is not None
    assert found.id == 2
    assert date_for(dates, at(3000)) is None


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (-31, DoorState.WAITING),
        (-30, DoorState.OPEN),
        (59, DoorState.OPEN),
        (90, DoorState.OPEN),
        (90.1, DoorState.ENDED),
    ],
)
def test_door_state_of_one_date_by_time(now: float, state: DoorState) -> None:
    one = date(1, 0, 60)
    assert door_state(one, [one], at(now)) is state


def test_door_state_of_an_unapproved_date_is_unconfirmed_even_when_it_is_time() -> None:
    one = date(1, 0, 60, "tentative")
    assert door_state(one, [one], at(0)) is DoorState.UNCONFIRMED


def test_door_state_without_a_date_tells_over_from_cancelled() -> None:
    held, dropped = date(1, 0, 60), date(2, 1440, 1500, "cancelled")
    assert door_state(None, [held], at(500)) is DoorState.ENDED
    assert door_state(None, [dropped], at(0)) is DoorState.CANCELLED
    assert door_state(None, [held, dropped], at(500)) is DoorState.CANCELLED
    assert door_state(None, [held, dropped], at(3000)) is DoorState.ENDED
    assert door_state(None, [], at(0)) is DoorState.CANCELLED


def test_last_date_names_the_next_cancelled_else_the_last_of_all() -> None:
    held, dropped = date(1, 0, 60), date(2, 1440, 1500, "cancelled")
    for now, named in ((500, 2), (3000, 2)):
        found = last_date([held, dropped], at(now))
        assert found is not None
        assert found.id == named
    assert last_date([], at(0)) is None


def test_cancelled_before_names_only_a_missed_date_still_ahead() -> None:
    dropped, following = date(1, 0, 60, "cancelled"), date(2, 1440, 1500)
    dates = [dropped, following]
    assert cancelled_before(dates, following, at(-100)) is dropped
    assert cancelled_before(dates, following, at(61)) is None


@pytest.mark.parametrize(
    ("conference", "licences", "want"),
    [
        (None, [], None),
        ({}, [], Want("jitsi", None)),
        ({"provider": "manual"}, [], Want("manual", None)),
        (None, [Licence(7, "zoom")], Want("zoom", 7)),
        ({"provider": "jitsi"}, [Licence(3, "zoom"), Licence(7, "jitsi")], Want("jitsi", 7)),
        ({"provider": "jitsi"}, [Licence(3, "zoom")], Want("zoom", 3)),
        ({}, [Licence(9, ""), Licence(4, "")], Want("jitsi", 4)),
    ],
)
def test_wanted_session_follows_the_licence_held(conference, licences, want) -> None:
    assert wanted_session(conference, licences, "jitsi") == want
