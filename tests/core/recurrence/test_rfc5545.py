"""The examples of RFC 5545 §3.8.5.3 that fall within the subset, with the dates it prints."""

from datetime import datetime, timedelta

import pytest

from vcs.core.recurrence import Recurrence

EXAMPLES = [
    ("FREQ=DAILY;INTERVAL=10;COUNT=5", "1997-09-02", "09-02 09-12 09-22 10-02 10-12"),
    (
        "FREQ=WEEKLY;COUNT=10",
        "1997-09-02",
        "09-02 09-09 09-16 09-23 09-30 10-07 10-14 10-21 10-28 11-04",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997-09-01",
        "09-01 09-03 09-05 09-15 09-17 09-19 09-29 10-01 10-03 10-13 10-15 10-17 10-27 10-29 10-31 "
        "11-10 11-12 11-14 11-24 11-26 11-28 12-08 12-10 12-12 12-22",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997-09-02",
        "09-02 09-04 09-16 09-18 09-30 10-02 10-14 10-16",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997-09-05",
        "09-05 10-03 11-07 12-05 01-02 02-06 03-06 04-03 05-01 06-05",
    ),
    (
        "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997-09-07",
        "09-07 09-28 11-02 11-30 01-04 01-25 03-01 03-29 05-03 05-31",
    ),
    (
        "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997-09-22",
        "09-22 10-20 11-17 12-22 01-19 02-16",
    ),
    ("FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6", "1997-09-28", "09-28 10-29 11-28 12-29 01-29 02-26"),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997-09-02",
        "09-02 09-15 10-02 10-15 11-02 11-15 12-02 12-15 01-02 01-15",
    ),
    (
        "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997-09-30",
        "09-30 10-01 10-31 11-01 11-30 12-01 12-31 01-01 01-31 02-01",
    ),
    ("FREQ=MONTHLY;COUNT=5;BYMONTHDAY=15,30", "2007-01-15", "01-15 01-30 02-15 03-15 03-30"),
    ("FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3", "1997-09-04", "09-04 10-07 11-06"),
    (
        "FREQ=MONTHLY;COUNT=7;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997-09-29",
        "09-29 10-30 11-27 12-30 01-29 02-26 03-30",
    ),
    ("FREQ=YEARLY;COUNT=4;BYMONTH=6,7", "1997-06-10", "06-10 07-10 06-10 07-10"),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997-08-05",
        "08-05 08-10 08-19 08-24",
    ),
    (
        "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997-08-05",
        "08-05 08-17 08-19 08-31",
    ),
]


@pytest.mark.parametrize(("rrule", "first", "dates"), EXAMPLES, ids=[x[0] for x in EXAMPLES])
def test_example_of_the_standard_gives_its_dates(rrule: str, first: str, dates: str) -> None:
    start = datetime.fromisoformat(f"{first}T09:00:00")

    recurrence = Recurrence(start, timedelta(hours=1), "America/New_York", rrule)

    assert [f"{at:%m-%d}" for at in recurrence.starts()] == dates.split()
    assert {slot.duration for slot in recurrence.instances()} == {timedelta(hours=1)}


def test_daily_until_christmas_eve_crosses_the_change_of_clocks() -> None:
    start = datetime.fromisoformat("1997-09-02T09:00:00")
    rrule = "FREQ=DAILY;UNTIL=19971224T000000Z"

    slots = Recurrence(start, timedelta(hours=1), "America/New_York", rrule).instances()

    assert len(slots) == 113
    assert (slots[0].start.hour, slots[-1].start.hour) == (13, 14)
