# ruff: noqa: DTZ001 - wall times are naive here by intent
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.recurrence.strategies import recurrences
from vcs.core.recurrence import NotExpressible, Recurrence, shift, split, truncate

WEDNESDAY = datetime(2026, 11, 18, 9)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
moves = st.builds(
    lambda days, minutes: timedelta(days=days, minutes=minutes),
    st.integers(-40, 40),
    st.integers(-1439, 1439),
)


def recurring(
    rrule: str | None, start: datetime = WEDNESDAY, exdates: tuple[datetime, ...] = ()
) -> Recurrence:
    return Recurrence(start, HOUR, "Asia/Bangkok", rrule, exdates)


@pytest.mark.parametrize(
    ("rule", "by", "moved"),
    [
        ("FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE", DAY, "FREQ=WEEKLY;COUNT=3;BYDAY=TU,TH"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=WE,SU", DAY, "FREQ=WEEKLY;COUNT=3;BYDAY=MO,TH"),
        ("FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE", HOUR, "FREQ=WEEKLY;COUNT=3;BYDAY=MO,WE"),
        ("FREQ=WEEKLY;COUNT=3", -15 * HOUR, "FREQ=WEEKLY;COUNT=3"),
        (
            "FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=WE,SU",
            DAY,
            "FREQ=WEEKLY;INTERVAL=2;COUNT=3;BYDAY=MO,TH;WKST=TU",
        ),
        (
            "FREQ=WEEKLY;UNTIL=20261231T000000Z",
            DAY,
            "FREQ=WEEKLY;UNTIL=20261231T020000Z",
        ),
        ("FREQ=MONTHLY;COUNT=3;BYMONTHDAY=18", 3 * DAY, "FREQ=MONTHLY;COUNT=3;BYMONTHDAY=21"),
        ("FREQ=MONTHLY;COUNT=3;BYDAY=3WE", -7 * DAY, "FREQ=MONTHLY;COUNT=3;BYDAY=2WE"),
        ("FREQ=YEARLY;COUNT=3;BYMONTH=11;BYMONTHDAY=18", 20 * DAY, None),
        ("FREQ=DAILY;INTERVAL=3;COUNT=3", DAY, "FREQ=DAILY;INTERVAL=3;COUNT=3"),
    ],
)
def test_shift_moves_the_rule_with_the_dates(rule: str, by: timedelta, moved: str | None) -> None:
    expected = moved or "FREQ=YEARLY;COUNT=3;BYMONTH=12;BYMONTHDAY=8"

    assert shift(recurring(rule), by).canonical() == expected


@pytest.mark.parametrize(
    ("rule", "by"),
    [
        ("FREQ=MONTHLY;COUNT=12;BYDAY=3WE", DAY),
        ("FREQ=MONTHLY;COUNT=12;BYMONTHDAY=18", 20 * DAY),
        ("FREQ=MONTHLY;COUNT=12", 12 * DAY),
        ("FREQ=MONTHLY;COUNT=12;BYDAY=MO,WE,FR;BYSETPOS=8", DAY),
    ],
)
def test_shift_refuses_dates_that_follow_no_rule(rule: str, by: timedelta) -> None:
    with pytest.raises(NotExpressible) as error:
        shift(recurring(rule), by)

    assert error.value.errors[0].pointer == "/rrule"


def test_shift_of_a_single_date_moves_it() -> None:
    assert shift(recurring(None), DAY).dtstart == WEDNESDAY + DAY


@given(recurrences(), moves)
@settings(deadline=None, max_examples=200)
def test_shift_gives_exactly_the_moved_dates_or_refuses(
    recurrence: Recurrence, by: timedelta
) -> None:
    try:
        moved = shift(recurrence, by)
    except NotExpressible:
        return
    assert moved.starts() == tuple(start + by for start in recurrence.starts())
    assert moved.exdates == tuple(at + by for at in recurrence.exdates)
    assert moved.duration == recurrence.duration


@given(recurrences(("DAILY", "WEEKLY"), plain=True), moves)
@settings(deadline=None, max_examples=200)
def test_shift_never_refuses_rules_by_day_or_week(recurrence: Recurrence, by: timedelta) -> None:
    moved = shift(recurrence, by)

    assert moved.starts() == tuple(start + by for start in recurrence.starts())
    assert shift(moved, -by).starts() == recurrence.starts()


@given(recurrences(), st.data())
@settings(deadline=None, max_examples=150)
def test_split_gives_both_halves_of_the_whole(recurrence: Recurrence, data: st.DataObject) -> None:
    slots = recurrence.instances()
    at = data.draw(st.sampled_from(slots)).start

    before, following = split(recurrence, at)

    kept = before.instances() if before else ()
    assert kept == tuple(slot for slot in slots if slot.start < at)
    assert kept + following.instances() == slots
    assert before is None or "UNTIL" in (before.canonical() or "UNTIL")


@given(recurrences(), st.integers(-10, 1200))
@settings(deadline=None)
def test_truncate_keeps_what_starts_before(recurrence: Recurrence, days: int) -> None:
    slots = recurrence.instances()
    before = slots[0].start + timedelta(days=days)

    rest = truncate(recurrence, before)

    assert (rest.instances() if rest else ()) == tuple(s for s in slots if s.start < before)


def test_truncate_ends_by_until_in_utc() -> None:
    third = datetime(2026, 12, 2, 2, tzinfo=UTC)

    rest = truncate(recurring("FREQ=WEEKLY;COUNT=9"), third)

    assert rest is not None
    assert rest.canonical() == "FREQ=WEEKLY;UNTIL=20261125T020000Z"


def test_truncate_of_a_single_date_keeps_or_drops_it() -> None:
    once = recurring(None)
    start = once.instances()[0].start

    assert truncate(once, start) is None
    assert truncate(once, start + HOUR) == once


def test_split_shares_out_the_count() -> None:
    weekly = recurring("FREQ=WEEKLY;COUNT=9", exdates=(WEDNESDAY + 7 * DAY,))

    before, following = split(weekly, datetime(2026, 12, 2, 2, tzinfo=UTC))

    assert before is not None
    assert before.exdates == (WEDNESDAY + 7 * DAY,)
    assert following.canonical() == "FREQ=WEEKLY;COUNT=7"
    assert following.exdates == ()


def test_split_may_begin_with_an_excepted_instance() -> None:
    second, third = WEDNESDAY + 7 * DAY, WEDNESDAY + 14 * DAY
    weekly = recurring("FREQ=WEEKLY;COUNT=3", exdates=(second,))

    before, following = split(weekly, datetime(2026, 11, 25, 2, tzinfo=UTC))

    assert before is not None
    assert before.starts() == (WEDNESDAY,)
    assert following.dtstart == second
    assert following.starts() == (third,)


def test_split_finds_an_instance_whose_wall_time_a_clock_change_skips() -> None:
    start = datetime(2027, 3, 13, 2, 30)
    nightly = Recurrence(start, HOUR, "America/New_York", "FREQ=DAILY;COUNT=3")

    before, following = split(nightly, nightly.instances()[1].start)

    assert before is not None
    assert before.instances() + following.instances() == nightly.instances()
    assert following.dtstart == start + DAY


def test_split_between_the_instances_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="instances"):
        split(recurring("FREQ=WEEKLY;COUNT=9"), datetime(2026, 12, 1, 2, tzinfo=UTC))
