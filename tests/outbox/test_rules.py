from datetime import UTC, datetime, timedelta

import pytest

from vcs.outbox.rules import FIRST_PAUSE, LONGEST_PAUSE, backoff, slot_start

NOON = datetime(2026, 11, 16, 12, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def test_backoff_doubles_until_its_bound() -> None:
    pauses = [backoff(failures, jitter=0) for failures in range(1, 16)]
    assert pauses[:3] == [FIRST_PAUSE, 2 * FIRST_PAUSE, 4 * FIRST_PAUSE]
    assert pauses[-1] == LONGEST_PAUSE
    assert pauses == sorted(pauses)


def test_backoff_after_very_many_failures_stays_bounded() -> None:
    assert backoff(10_000, jitter=0) == LONGEST_PAUSE


def test_backoff_with_full_jitter_is_half() -> None:
    assert backoff(1, jitter=1) == FIRST_PAUSE / 2


@pytest.mark.parametrize("seconds", [0, 1, 86_399])
def test_slot_of_any_instant_of_a_day_is_its_midnight(seconds: int) -> None:
    midnight = NOON.replace(hour=0)
    assert slot_start(midnight + timedelta(seconds=seconds), DAY) == midnight


def test_slot_with_an_offset_starts_that_much_later() -> None:
    assert slot_start(NOON, DAY, timedelta(hours=20)) == NOON - timedelta(hours=16)
