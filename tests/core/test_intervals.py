from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vcs.core.intervals import Interval, minutes, subtract, union

DAY = datetime(2026, 11, 18, tzinfo=UTC)


def at(hour: float) -> datetime:
    return DAY + timedelta(hours=hour)


def span(start: float, end: float) -> Interval:
    return Interval(at(start), at(end))


# The eight ways two stretches of time can lie to each other, and whether they share time.
LAYOUTS = [
    ("wholly before", span(6, 8), False),
    ("touches the start", span(6, 9), False),
    ("overlaps the start", span(8, 10), True),
    ("inside", span(10, 11), True),
    ("the same", span(9, 12), True),
    ("around", span(8, 13), True),
    ("overlaps the end", span(11, 13), True),
    ("touches the end", span(12, 13), False),
]


@pytest.mark.parametrize(("name", "other", "expected"), LAYOUTS, ids=[x[0] for x in LAYOUTS])
def test_overlap_is_symmetric_and_touching_is_none(
    name: str, other: Interval, expected: bool
) -> None:
    morning = span(9, 12)

    assert morning.overlaps(other) is expected
    assert other.overlaps(morning) is expected
    assert (morning.intersection(other) is not None) is expected


def test_intersection_is_the_time_both_share() -> None:
    assert span(9, 12).intersection(span(11, 13)) == span(11, 12)
    assert span(9, 12).intersection(span(12, 13)) is None


def test_interval_is_kept_in_utc() -> None:
    bangkok = timezone(timedelta(hours=7))

    interval = Interval(
        datetime(2026, 11, 18, 9, tzinfo=bangkok), datetime(2026, 11, 18, 12, tzinfo=bangkok)
    )

    assert interval == span(2, 5)
    assert interval.start.tzinfo is UTC


@pytest.mark.parametrize(("start", "end"), [(at(9), at(9)), (at(9), at(8))])
def test_interval_refuses_what_does_not_end_after_its_start(start: datetime, end: datetime) -> None:
    with pytest.raises(ValueError, match="end after"):
        Interval(start, end)


def test_interval_refuses_naive_times() -> None:
    with pytest.raises(ValueError, match="aware"):
        Interval(at(9).replace(tzinfo=None), at(10))


def test_union_joins_touching_and_overlapping() -> None:
    assert union([span(9, 10), span(12, 13), span(10, 11), span(10.5, 11.5)]) == [
        span(9, 11.5),
        span(12, 13),
    ]


def test_subtract_leaves_what_the_holes_do_not_cover() -> None:
    assert subtract([span(8, 17)], [span(7, 9), span(12, 13), span(16, 18)]) == [
        span(9, 12),
        span(13, 16),
    ]
    assert subtract([span(8, 9)], [span(7, 10)]) == []
    assert subtract([span(8, 9)], [span(9, 10)]) == [span(8, 9)]


def test_minutes_count_shared_time_once_and_round_down_once() -> None:
    assert span(9, 9.99).minutes == 59
    assert minutes([span(9, 10), span(9.5, 11)]) == 120
    half_minutes = [Interval(at(h), at(h) + timedelta(seconds=30)) for h in (9, 10)]
    assert minutes(half_minutes) == 1


def test_contains_its_start_but_not_its_end() -> None:
    assert at(9) in span(9, 12)
    assert at(12) not in span(9, 12)


def test_covers_what_lies_wholly_inside() -> None:
    assert span(9, 12).covers(span(9, 12))
    assert not span(9, 12).covers(span(9, 12.5))


def test_padded_adds_set_up_and_tear_down() -> None:
    assert span(9, 12).padded(timedelta(minutes=30), timedelta(minutes=15)) == span(8.5, 12.25)


slots = st.builds(
    lambda start, length: (start, start + length), st.integers(0, 40), st.integers(1, 10)
)


def ticks(pairs: list[Interval]) -> set[int]:
    hours = timedelta(hours=1)
    return {n for i in pairs for n in range((i.start - DAY) // hours, (i.end - DAY) // hours)}


@given(st.lists(slots, max_size=8), st.lists(slots, max_size=8))
def test_union_and_subtract_agree_with_sets_of_hours(
    some: list[tuple[int, int]], others: list[tuple[int, int]]
) -> None:
    a, b = [span(*pair) for pair in some], [span(*pair) for pair in others]

    joined, left = union(a), subtract(a, b)

    assert ticks(joined) == ticks(a)
    assert ticks(left) == ticks(a) - ticks(b)
    assert all(one.end < two.start for one, two in pairwise(joined))
    assert all(one.end <= two.start for one, two in pairwise(left))
    assert minutes(left) == 60 * len(ticks(left))
