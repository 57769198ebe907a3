"""What a rule gives, held against two independent readings of RFC 5545."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.recurrence.strategies import FREQS, WEEKDAYS, recurrences
from vcs.core.recurrence import Recurrence


def brute_force(recurrence: Recurrence) -> list[datetime]:
    """Every day for 1,100 days, asked one by one whether the text of the rule means it."""
    assert recurrence.rrule
    parts = dict(piece.split("=") for piece in recurrence.rrule.split(";"))
    zone, start = ZoneInfo(recurrence.zone), recurrence.dtstart
    found: list[datetime] = []
    for offset in range(1100):
        at = start + timedelta(days=offset)
        if "UNTIL" in parts:
            until = datetime.strptime(parts["UNTIL"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            if (
                at.replace(tzinfo=zone) > until.astimezone(zone)
                and at.replace(tzinfo=zone).astimezone(UTC) > until
            ):
                break
        if len(found) == int(parts.get("COUNT", 10_000)):
            break
        if in_phase(parts, start.date(), at.date()) and matches(parts, start.date(), at.date()):
            found.append(at)
    return found


def in_phase(parts: dict[str, str], first: date, day: date) -> bool:
    interval = int(parts.get("INTERVAL", 1))
    if parts["FREQ"] == "DAILY":
        gone = (day - first).days
    elif parts["FREQ"] == "WEEKLY":
        week_start = WEEKDAYS.index(parts.get("WKST", "MO"))
        monday = first - timedelta(days=(first.weekday() - week_start) % 7)
        gone = (day - monday).days // 7
    elif parts["FREQ"] == "MONTHLY":
        gone = (day.year - first.year) * 12 + day.month - first.month
    else:
        gone = day.year - first.year
    return gone % interval == 0


def matches(parts: dict[str, str], first: date, day: date) -> bool:
    if "BYMONTH" in parts and str(day.month) not in parts["BYMONTH"].split(","):
        return False
    if "BYSETPOS" in parts:
        return in_positions(parts, day)
    if "BYDAY" in parts:
        return bool(names_of(day) & set(parts["BYDAY"].split(",")))
    if "BYMONTHDAY" in parts:
        length = monthrange(day.year, day.month)[1]
        return bool({str(day.day), str(day.day - length - 1)} & set(parts["BYMONTHDAY"].split(",")))
    implied = {
        "DAILY": True,
        "WEEKLY": day.weekday() == first.weekday(),
        "MONTHLY": day.day == first.day,
        "YEARLY": day.day == first.day and ("BYMONTH" in parts or day.month == first.month),
    }
    return implied[parts["FREQ"]]


def in_positions(parts: dict[str, str], day: date) -> bool:
    length = monthrange(day.year, day.month)[1]
    month = [day.replace(day=n) for n in range(1, length + 1)]
    chosen = [d for d in month if WEEKDAYS[d.weekday()] in parts["BYDAY"].split(",")]
    positions = {int(p) for p in parts["BYSETPOS"].split(",")}
    places = {n for n, d in enumerate(chosen, 1) if d == day}
    return bool((places | {n - len(chosen) - 1 for n in places}) & positions)


def names_of(day: date) -> set[str]:
    """TU, 2TU and -4TU for the second Tuesday of a month with five."""
    name, length = WEEKDAYS[day.weekday()], monthrange(day.year, day.month)[1]
    from_start, from_end = (day.day - 1) // 7 + 1, (length - day.day) // 7 + 1
    return {name, f"{from_start}{name}", f"-{from_end}{name}"}


@pytest.mark.parametrize("freq", FREQS)
@given(st.data())
@settings(deadline=None)
def test_rule_gives_what_asking_every_day_gives(freq: str, data: st.DataObject) -> None:
    recurrence = data.draw(recurrences((freq,)))

    assert list(recurrence.rule_starts) == brute_force(recurrence)


@pytest.mark.parametrize("freq", FREQS)
@given(st.data())
@settings(deadline=None)
def test_instances_are_those_of_dateutil(freq: str, data: st.DataObject) -> None:
    recurrence = data.draw(recurrences((freq,)))
    zone = ZoneInfo(recurrence.zone)
    rule = rrulestr(recurrence.rrule or "", dtstart=recurrence.dtstart.replace(tzinfo=zone))
    excepted = {at.replace(tzinfo=zone) for at in recurrence.exdates}

    expected = [at.astimezone(UTC) for at in islice(rule, 401) if at not in excepted]

    assert [slot.start for slot in recurrence.instances()] == expected
    assert all(slot.duration == recurrence.duration for slot in recurrence.instances())


@given(recurrences())
@settings(deadline=None)
def test_canonical_text_means_the_same_and_is_final(recurrence: Recurrence) -> None:
    again = recurrence.replaced(rrule=recurrence.canonical())

    assert again == recurrence
    assert again.instances() == recurrence.instances()
    assert (recurrence.canonical() or "").startswith("FREQ=")
