"""The rules against a brute-force oracle that looks at every minute and knows no intervals."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vcs.attendance.rules import GRACE, SILENCE, Sighting, Standing, Status, standing, window

MINUTE = timedelta(minutes=1)
# Starts at 23:00 in UTC: the meeting, and most of what is drawn, crosses midnight.
START = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
REACH = 300

moments = st.integers(-REACH, REACH)
stretches = st.tuples(moments, st.one_of(st.just(0), st.integers(0, REACH))).map(
    lambda pair: (pair[0], pair[0] + pair[1])
)
repeated = st.lists(stretches, max_size=8).flatmap(
    lambda drawn: st.permutations(drawn + drawn[: len(drawn) // 2])
)


class Case(NamedTuple):
    """A meeting of so many minutes from START, what was seen of a school, and the time it is."""

    length: int
    opens: int
    late: int
    early: int
    now: int
    seen: list[tuple[int, int]]


cases = st.builds(
    Case,
    length=st.integers(1, 240),
    opens=st.integers(0, 60),
    late=st.integers(0, 40),
    early=st.integers(0, 40),
    now=st.integers(-60, 500),
    seen=repeated,
)


def oracle(case: Case) -> tuple[Status, int | None, int | None, int]:
    """Walk from the opening of the door to the end of the grace, minute by minute."""
    walk = range(-case.opens, case.length + GRACE // MINUTE + 1)
    there = [m for m in walk if any(start <= m <= until for start, until in case.seen)]
    counted = sum(1 for m in walk[:-1] if any(s <= m and m + 1 <= u for s, u in case.seen))
    if not there:
        return Status.ABSENT, None, None, 0
    first, last = there[0], there[-1]
    if first > case.late or first >= case.length:
        status = Status.LATE
    elif last < case.length - case.early and last < case.now - SILENCE // MINUTE:
        status = Status.LEFT_EARLY
    else:
        status = Status.PRESENT
    return status, first, last, counted


def computed(case: Case) -> Standing:
    bounds = window(
        START,
        START + case.length * MINUTE,
        opens_minutes=case.opens,
        late_minutes=case.late,
        early_minutes=case.early,
    )
    sightings = [
        Sighting(f"source-{i % 3}", START + a * MINUTE, START + b * MINUTE)
        for i, (a, b) in enumerate(case.seen)
    ]
    return standing(bounds, sightings, None, START + case.now * MINUTE)


@settings(max_examples=600, deadline=None)
@given(case=cases)
@example(case=Case(60, 30, 15, 15, 500, [(0, 45)]))
@example(case=Case(60, 30, 15, 15, 500, [(0, 44)]))
@example(case=Case(60, 30, 15, 15, 500, [(90, 90)]))
@example(case=Case(60, 30, 15, 15, 500, [(-30, -30)]))
@example(case=Case(60, 30, 15, 15, 500, [(0, 60), (60, 90), (0, 60)]))
def test_standing_equals_a_walk_minute_by_minute(case: Case) -> None:
    status, first, last, minutes = oracle(case)
    outcome = computed(case)
    assert outcome.status is status
    assert outcome.first_seen == (None if first is None else START + first * MINUTE)
    assert outcome.last_seen == (None if last is None else START + last * MINUTE)
    assert outcome.minutes == minutes


@settings(max_examples=200, deadline=None)
@given(case=cases, more=stretches)
def test_standing_more_evidence_never_takes_minutes_away(case: Case, more: tuple[int, int]) -> None:
    before = computed(case)
    after = computed(case._replace(seen=[*case.seen, more]))
    assert after.minutes >= before.minutes
    assert (after.status is Status.ABSENT) <= (before.status is Status.ABSENT)
