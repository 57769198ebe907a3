from datetime import UTC, datetime, timedelta, timezone
from threading import Thread

import pytest

from vcs.core import clock

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


def test_frozen_clock_stands_still_until_moved() -> None:
    with clock.freeze(NOON) as hand:
        assert clock.now() == NOON
        hand.advance(timedelta(minutes=5))
        assert clock.now() == NOON + timedelta(minutes=5)
        hand.move_to(NOON)
        assert clock.now() == NOON

    assert clock.now() != NOON


def test_freezes_nest_and_give_back_the_outer_time() -> None:
    with clock.freeze(NOON):
        with clock.freeze(NOON + timedelta(days=1)):
            assert clock.now() == NOON + timedelta(days=1)
        assert clock.now() == NOON


def test_frozen_clock_is_seen_by_other_threads() -> None:
    seen: list[datetime] = []
    with clock.freeze(NOON):
        thread = Thread(target=lambda: seen.append(clock.now()))
        thread.start()
        thread.join()

    assert seen == [NOON]


def test_clock_keeps_utc_whatever_zone_it_is_set_in() -> None:
    bangkok = timezone(timedelta(hours=7))

    with clock.freeze(datetime(2026, 11, 18, 19, tzinfo=bangkok)):
        assert clock.now() == NOON
        assert clock.now().tzinfo is UTC


def test_clock_refuses_a_naive_time() -> None:
    naive = NOON.replace(tzinfo=None)

    with pytest.raises(ValueError, match="aware"), clock.freeze(naive):
        pass
