# ruff: noqa: DTZ001 - wall times are naive here by intent
import time
from datetime import UTC, datetime, timedelta

import pytest

from vcs.core.errors import InvalidInput
from vcs.core.intervals import Interval
from vcs.core.recurrence import Recurrence

WEDNESDAY = datetime(2026, 11, 18, 9)
THREE_HOURS = timedelta(hours=3)


def recurring(
    rrule: str | None,
    start: datetime = WEDNESDAY,
    *,
    length: timedelta = THREE_HOURS,
    zone: str = "Asia/Bangkok",
    exdates: tuple[datetime, ...] = (),
) -> Recurrence:
    return Recurrence(start, length, zone, rrule, exdates)


def refused(
    rrule: str | None,
    start: datetime = WEDNESDAY,
    *,
    length: timedelta = THREE_HOURS,
    zone: str = "Asia/Bangkok",
    exdates: tuple[datetime, ...] = (),
) -> InvalidInput:
    with pytest.raises(InvalidInput) as error:
        recurring(rrule, start, length=length, zone=zone, exdates=exdates)
    return error.value


def place(error: InvalidInput) -> tuple[str, str]:
    return error.errors[0].pointer, error.errors[0].code


def test_single_date_is_one_instance() -> None:
    once = recurring(None)

    assert once.instances() == (
        Interval(datetime(2026, 11, 18, 2, tzinfo=UTC), datetime(2026, 11, 18, 5, tzinfo=UTC)),
    )
    assert once.canonical() is None


def test_weekly_rule_keeps_the_wall_time() -> None:
    weekly = recurring("FREQ=WEEKLY;COUNT=3")

    assert weekly.starts() == tuple(WEDNESDAY + timedelta(weeks=n) for n in range(3))


def test_exdate_takes_an_instance_out_and_counts_as_one() -> None:
    weekly = recurring("FREQ=WEEKLY;COUNT=3", exdates=(WEDNESDAY + timedelta(weeks=1),))

    assert weekly.starts() == (WEDNESDAY, WEDNESDAY + timedelta(weeks=2))
    assert len(weekly.rule_starts) == 3


def test_start_itself_may_be_excepted() -> None:
    weekly = recurring("FREQ=WEEKLY;COUNT=2", exdates=(WEDNESDAY,))

    assert weekly.starts() == (WEDNESDAY + timedelta(weeks=1),)


def test_until_is_inclusive_and_counts_in_utc() -> None:
    third = "UNTIL=20261202T020000Z"
    just_before_third = "UNTIL=20261202T015959Z"

    assert len(recurring(f"FREQ=WEEKLY;{third}").starts()) == 3
    assert len(recurring(f"FREQ=WEEKLY;{just_before_third}").starts()) == 2


def test_wall_time_that_a_clock_change_skips_counts_by_the_offset_before_it() -> None:
    nightly = recurring(
        "FREQ=DAILY;COUNT=3",
        datetime(2027, 3, 13, 2, 30),
        length=timedelta(minutes=30),
        zone="America/New_York",
    )

    assert [slot.start for slot in nightly.instances()] == [
        datetime(2027, 3, 13, 7, 30, tzinfo=UTC),
        datetime(2027, 3, 14, 7, 30, tzinfo=UTC),
        datetime(2027, 3, 15, 6, 30, tzinfo=UTC),
    ]


def test_wall_time_that_comes_twice_is_the_first() -> None:
    nightly = recurring(
        "FREQ=DAILY;COUNT=2",
        datetime(2026, 11, 1, 1, 30),
        length=timedelta(hours=2),
        zone="America/New_York",
    )

    first, second = nightly.instances()
    assert first.start == datetime(2026, 11, 1, 5, 30, tzinfo=UTC)
    assert second.start == datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
    assert first.duration == second.duration == timedelta(hours=2)


def test_month_without_the_day_is_passed_over() -> None:
    monthly = recurring("FREQ=MONTHLY;COUNT=3", datetime(2027, 1, 31, 9))

    assert [at.month for at in monthly.starts()] == [1, 3, 5]


@pytest.mark.parametrize(
    ("rrule", "start", "nearest"),
    [
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=3", WEDNESDAY, "2026-11-19T09:00:00"),
        ("FREQ=WEEKLY;BYDAY=TU;COUNT=3", WEDNESDAY, "2026-11-17T09:00:00"),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3", WEDNESDAY, "2026-12-31T09:00:00"),
        ("FREQ=MONTHLY;BYDAY=2WE;COUNT=3", WEDNESDAY, "2026-11-11T09:00:00"),
        ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1;COUNT=2", WEDNESDAY, "2027-01-01T09:00:00"),
    ],
)
def test_start_outside_its_rule_is_refused_with_the_nearest(
    rrule: str, start: datetime, nearest: str
) -> None:
    error = refused(rrule, start)

    assert place(error) == ("/starts_at", "start_not_in_rule")
    assert error.data["nearest"] == nearest
    assert nearest in error.detail.en
    assert recurring(rrule, datetime.fromisoformat(nearest))


@pytest.mark.parametrize(
    ("rrule", "code"),
    [
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;COUNT=2", "rrule_never"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;BYDAY=1MO;COUNT=2", "rrule_never"),
        ("FREQ=YEARLY;COUNT=5", "rrule_too_long"),
        ("FREQ=MONTHLY;INTERVAL=6;COUNT=20", "rrule_too_long"),
        ("FREQ=WEEKLY;UNTIL=20991231T000000Z", "rrule_too_long"),
        ("FREQ=DAILY;UNTIL=20290101T000000Z", "rrule_too_many"),
        ("FREQ=WEEKLY;UNTIL=20261117T000000Z", "rrule_ends_before_start"),
        ("FREQ=YEARLY;INTERVAL=1000;COUNT=2", "rrule_too_long"),
    ],
)
def test_rule_beyond_the_limits_is_refused(rrule: str, code: str) -> None:
    assert place(refused(rrule)) == ("/rrule", code)


def test_limits_themselves_are_allowed() -> None:
    assert len(recurring("FREQ=DAILY;COUNT=400").starts()) == 400
    assert len(recurring("FREQ=YEARLY;COUNT=4").starts()) == 4


@pytest.mark.parametrize(
    "rrule",
    [
        "FREQ=DAILY;COUNT=10000",
        "FREQ=DAILY;COUNT=999999999999999999999999",
        "FREQ=DAILY;UNTIL=21001231T235959Z",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20291117T000000Z",
        "FREQ=DAILY;INTERVAL=999;BYMONTH=2;UNTIL=20291117T000000Z",
        "FREQ=MONTHLY;INTERVAL=12;BYMONTH=2;BYDAY=5MO;COUNT=400",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYSETPOS=31;BYMONTH=2;COUNT=400",
    ],
)
def test_hostile_rule_is_refused_in_milliseconds(rrule: str) -> None:
    began = time.thread_time()
    refused(rrule)

    assert time.thread_time() - began < 0.1


def test_weekly_year_is_laid_out_in_a_few_milliseconds() -> None:
    recurring("FREQ=WEEKLY;COUNT=52")
    began = time.thread_time()
    assert len(recurring("FREQ=WEEKLY;COUNT=52").instances()) == 52

    assert time.thread_time() - began < 0.02


def test_occurrence_that_lasts_into_the_next_is_refused() -> None:
    assert place(refused("FREQ=DAILY;COUNT=2", length=timedelta(hours=25))) == (
        "/ends_at",
        "rrule_overlaps",
    )
    assert recurring("FREQ=DAILY;COUNT=2", length=timedelta(hours=24))
    skipped = (WEDNESDAY + timedelta(days=1),)
    assert recurring("FREQ=DAILY;COUNT=3", length=timedelta(hours=25), exdates=skipped)


def test_exdate_that_is_no_instance_is_refused() -> None:
    wrong_hour = WEDNESDAY + timedelta(weeks=1, hours=1)

    error = refused("FREQ=WEEKLY;COUNT=3", exdates=(WEDNESDAY, wrong_hour))

    assert place(error) == ("/exdates/1", "exdate_not_in_rule")


def test_rule_with_nothing_left_is_refused() -> None:
    assert place(refused("FREQ=WEEKLY;COUNT=1", exdates=(WEDNESDAY,))) == (
        "/exdates",
        "nothing_left",
    )


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"length": timedelta()}, ("/ends_at", "end_before_start")),
        ({"start": datetime(2569, 11, 18, 9)}, ("/starts_at", "year_out_of_range")),
        ({"start": WEDNESDAY.replace(microsecond=1)}, ("/starts_at", "whole_seconds")),
        ({"zone": "Asia/Krungthep"}, ("/timezone", "unknown_time_zone")),
        ({"zone": "../../etc/passwd"}, ("/timezone", "unknown_time_zone")),
        ({"zone": ""}, ("/timezone", "unknown_time_zone")),
    ],
)
def test_part_that_cannot_be_is_refused_by_name(changes: dict[str, object], where: object) -> None:
    assert place(refused("FREQ=WEEKLY;COUNT=2", **changes)) == where  # type: ignore[arg-type]


def test_aware_start_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="naive"):
        recurring(None, WEDNESDAY.replace(tzinfo=UTC))


def test_replaced_drops_exdates_the_new_rule_does_not_have() -> None:
    holiday, other = WEDNESDAY + timedelta(weeks=1), WEDNESDAY + timedelta(weeks=2)
    weekly = recurring("FREQ=WEEKLY;COUNT=4", exdates=(holiday, other))

    fortnightly = weekly.replaced(rrule="FREQ=WEEKLY;INTERVAL=2;COUNT=4")

    assert fortnightly.exdates == (other,)
    assert weekly.replaced(exdates=()).exdates == ()
