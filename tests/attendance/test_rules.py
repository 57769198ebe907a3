"""The roll call of one school, told case by case."""

from datetime import UTC, datetime, timedelta

import pytest

from vcs.attendance.rules import (
    GRACE,
    SILENCE,
    Ruling,
    Sighting,
    Status,
    standing,
    tally,
    through_sites,
    window,
)

START = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
END = START + timedelta(hours=3)
AFTER = END + timedelta(hours=2)
BOUNDS = window(START, END, opens_minutes=30, late_minutes=15, early_minutes=15)
MINUTE = timedelta(minutes=1)


def at(minutes: float) -> datetime:
    return START + timedelta(minutes=minutes)


def seen(start: float, until: float, source: str = "door") -> Sighting:
    return Sighting(source, at(start), at(until))


def test_standing_without_evidence_is_absent() -> None:
    outcome = standing(BOUNDS, [], None, AFTER)
    assert outcome.status is Status.ABSENT
    assert (outcome.first_seen, outcome.last_seen, outcome.minutes) == (None, None, 0)


def test_standing_there_throughout_is_present_for_every_minute() -> None:
    outcome = standing(BOUNDS, [seen(-10, 180)], None, AFTER)
    assert (outcome.status, outcome.minutes) == (Status.PRESENT, 190)
    assert (outcome.first_seen, outcome.last_seen) == (at(-10), at(180))


@pytest.mark.parametrize(
    ("first", "status"),
    [
        (15, Status.PRESENT),
        (15 + 1 / 60, Status.LATE),
        (100, Status.LATE),
        (185, Status.LATE),
    ],
)
def test_standing_is_late_only_after_the_offices_minutes(first: float, status: Status) -> None:
    assert standing(BOUNDS, [seen(first, 190)], None, AFTER).status is status


@pytest.mark.parametrize(
    ("last", "status"), [(165, Status.PRESENT), (165 - 1 / 60, Status.LEFT_EARLY)]
)
def test_standing_left_early_only_before_the_offices_minutes(last: float, status: Status) -> None:
    assert standing(BOUNDS, [seen(0, last)], None, AFTER).status is status


def test_standing_late_and_gone_early_counts_as_late() -> None:
    assert standing(BOUNDS, [seen(60, 70)], None, AFTER).status is Status.LATE


def test_standing_opened_once_and_never_again_has_no_invented_end() -> None:
    outcome = standing(BOUNDS, [seen(3, 3)], None, AFTER)
    assert (outcome.status, outcome.minutes) == (Status.LEFT_EARLY, 0)
    assert outcome.last_seen == at(3)


def test_standing_while_running_keeps_whoever_was_just_seen() -> None:
    heard = standing(BOUNDS, [seen(0, 20)], None, at(20) + SILENCE)
    silent = standing(BOUNDS, [seen(0, 20)], None, at(20) + SILENCE + MINUTE)
    assert (heard.status, silent.status) == (Status.PRESENT, Status.LEFT_EARLY)


def test_standing_two_devices_at_once_count_their_time_once() -> None:
    outcome = standing(BOUNDS, [seen(0, 100), seen(50, 180, "check_in")], None, AFTER)
    assert outcome.minutes == 180


def test_standing_a_gap_is_not_filled() -> None:
    outcome = standing(BOUNDS, [seen(0, 60), seen(120, 180)], None, AFTER)
    assert (outcome.status, outcome.minutes) == (Status.PRESENT, 120)


def test_standing_ignores_time_before_the_door_and_after_the_grace() -> None:
    close = 180 + GRACE / MINUTE
    outcome = standing(BOUNDS, [seen(-300, 600)], None, AFTER)
    assert (outcome.first_seen, outcome.last_seen) == (at(-30), at(close))
    early = [seen(-300, -31), seen(close + 1, close + 90)]
    assert standing(BOUNDS, early, None, AFTER).status is Status.ABSENT


def test_standing_of_a_meeting_shorter_than_its_margins_is_present() -> None:
    short = window(START, at(10), opens_minutes=30, late_minutes=15, early_minutes=15)
    assert standing(short, [seen(1, 9)], None, AFTER).status is Status.PRESENT
    assert standing(short, [seen(11, 12)], None, AFTER).status is Status.LATE


def test_standing_a_persons_status_overrules_and_keeps_what_was_seen() -> None:
    outcome = standing(BOUNDS, [seen(0, 60)], Ruling(Status.EXCUSED), AFTER)
    assert (outcome.status, outcome.minutes) == (Status.EXCUSED, 60)


def test_standing_a_persons_times_stand_in_place_of_the_machines() -> None:
    outcome = standing(BOUNDS, [seen(100, 180)], Ruling(None, at(0), at(60)), AFTER)
    assert (outcome.status, outcome.minutes) == (Status.LEFT_EARLY, 60)


def test_standing_a_correction_taken_back_leaves_the_machines_word() -> None:
    assert standing(BOUNDS, [seen(0, 180)], Ruling(), AFTER).status is Status.PRESENT


def test_through_sites_lends_the_hosts_device_to_its_guests_and_says_so() -> None:
    lent = through_sites({1: [seen(0, 180)], 2: [seen(5, 9)]}, {1: [1, 2, 3]})
    assert [s.via for s in lent[2]] == [None, 1]
    assert [s.via for s in lent[3]] == [1]
    assert [s.via for s in lent[1]] == [None]


def test_through_sites_lends_no_further_than_to_the_named() -> None:
    lent = through_sites({1: [seen(0, 180)]}, {1: [2], 2: [3]})
    assert [s.via for s in lent[2]] == [1]
    assert lent.get(3, []) == []


def test_tally_names_every_status_and_sums() -> None:
    counts = tally([Status.LATE, Status.ABSENT, Status.LATE])
    assert counts == {
        Status.PRESENT: 0,
        Status.LATE: 2,
        Status.LEFT_EARLY: 0,
        Status.ABSENT: 1,
        Status.EXCUSED: 0,
    }
