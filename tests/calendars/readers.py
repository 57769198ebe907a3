"""Four independent readers of iCalendar, each giving the dates it would show."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from dateutil import rrule as dateutil_rrule
from dateutil.tz import gettz

from tests.calendars.samples import unfolded

# Start and end as instants, and whether it is called off.
Shown = tuple[datetime, datetime, bool]
FIRST, LAST = datetime(2025, 1, 1, tzinfo=UTC), datetime(2033, 1, 1, tzinfo=UTC)


def by_recurring_ical_events(raw: bytes) -> list[Shown]:
    """PyPI recurring-ical-events on icalendar."""
    calendar = icalendar.Calendar.from_ical(raw)
    found = recurring_ical_events.of(calendar).between(FIRST, LAST)
    return sorted(
        (one.start.astimezone(UTC), one.end.astimezone(UTC), one["STATUS"] == "CANCELLED")
        for one in found
    )


def by_vobject(raw: bytes) -> list[Shown]:
    """PyPI vobject."""
    calendar = vobject.readOne(raw.decode())
    events = list(calendar.vevent_list) if hasattr(calendar, "vevent_list") else []
    return _expanded(
        (
            one.uid.value,
            getattr(one, "recurrence_id", None) and one.recurrence_id.value.astimezone(UTC),
            _starts_by_vobject(one),
            one.dtend.value.astimezone(UTC) - one.dtstart.value.astimezone(UTC),
            one.status.value == "CANCELLED",
        )
        for one in events
    )


def _starts_by_vobject(one: Any) -> list[datetime]:
    zone = one.dtstart.value.tzinfo
    rules = one.getrruleset(addRDate=True) if hasattr(one, "rrule") else None
    walls = list(rules) if rules is not None else [one.dtstart.value]
    return [(w if w.tzinfo else w.replace(tzinfo=zone)).astimezone(UTC) for w in walls]


def by_dateutil(raw: bytes) -> list[Shown]:
    """python-dateutil's rrulestr, on lines taken apart here."""
    return _expanded(_facts_by_dateutil(lines) for lines in _vevents(unfolded(raw)))


def _vevents(lines: Iterable[str]) -> Iterable[list[str]]:
    inside: list[str] | None = None
    depth = 0
    for line in lines:
        if line == "BEGIN:VEVENT":
            inside = []
        elif line == "END:VEVENT" and inside is not None:
            yield inside
            inside = None
        elif inside is not None:
            depth += line.startswith("BEGIN:") - line.startswith("END:")
            if not depth:
                inside.append(line)


def _facts_by_dateutil(
    lines: list[str],
) -> tuple[str, datetime | None, list[datetime], timedelta, bool]:
    start, end = _value(lines, "DTSTART"), _value(lines, "DTEND")
    assert start is not None
    assert end is not None
    kept = [line for line in lines if line.startswith(("DTSTART", "RRULE", "EXDATE"))]
    if any(line.startswith("RRULE") for line in kept):
        rules = dateutil_rrule.rrulestr("\n".join(kept), forceset=True)
        starts = [at.astimezone(UTC) for at in rules]
    else:
        starts = [start.astimezone(UTC)]
    recurrence_id = _value(lines, "RECURRENCE-ID")
    return (
        next(line for line in lines if line.startswith("UID:")),
        recurrence_id.astimezone(UTC) if recurrence_id else None,
        starts,
        end.astimezone(UTC) - start.astimezone(UTC),
        "STATUS:CANCELLED" in lines,
    )


def _value(lines: list[str], name: str) -> datetime | None:
    for line in lines:
        key, _, value = line.partition(":")
        if key.split(";")[0] == name:
            zone = gettz(key.split("TZID=")[1])
            return datetime.strptime(value, "%Y%m%dT%H%M%S").replace(tzinfo=zone)
    return None


def _expanded(
    facts: Iterable[tuple[str, datetime | None, list[datetime], timedelta, bool]],
) -> list[Shown]:
    facts = list(facts)
    replaced = {(uid, at) for uid, at, *_ in facts if at is not None}
    shown = []
    for uid, recurrence_id, starts, length, cancelled in facts:
        for start in starts:
            if recurrence_id is None and (uid, start) in replaced:
                continue
            shown.append((start, start + length, cancelled))
    return sorted(shown)


READERS = {
    "recurring_ical_events": by_recurring_ical_events,
    "vobject": by_vobject,
    "dateutil": by_dateutil,
}
