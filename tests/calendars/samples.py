"""Events to render, plain and made up by Hypothesis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from vcs.calendars.rules.document import END, head
from vcs.calendars.rules.events import Dated, Event
from vcs.calendars.rules.personal import STAND_IN
from vcs.calendars.rules.rendering import Reader, render
from vcs.core.recurrence import Recurrence, instant

BANGKOK = ZoneInfo("Asia/Bangkok")
NOW = datetime(2026, 11, 20, 3, 0, tzinfo=UTC)
MADE = datetime(2026, 11, 2, 2, 30, 15, 123456, tzinfo=UTC)
JOIN = f"https://vcs.example.org/j/{STAND_IN}"
SCHOOL = Reader("school", join_url=JOIN, token=STAND_IN)
STAFF = Reader("staff")
SHARED = Reader("shared")
ZONES = ("Asia/Bangkok", "Europe/London", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe")
RULES = (
    "FREQ=WEEKLY;COUNT=12",
    "FREQ=WEEKLY;INTERVAL=2;COUNT=9",
    "FREQ=DAILY;COUNT=10",
    "FREQ=DAILY;INTERVAL=3;UNTIL={year}1231T170000Z",
    "FREQ=MONTHLY;COUNT=14",
    "FREQ=YEARLY;COUNT=3",
    "FREQ=WEEKLY;UNTIL={year}1231T170000Z",
)
STATES = ("confirmed", "confirmed", "confirmed", "cancelled", "skipped", "tentative")


def dated(start: datetime, hours: float = 1.5, **fields: Any) -> Dated:
    """An occurrence at its rule's own time."""
    at = start.astimezone(UTC)
    given = {
        "recurrence_start": at,
        "start": at,
        "end": at + timedelta(hours=hours),
        "status": "confirmed",
        "place": "ราชพฤกษ์ (ชั้น 3)",
        "updated_at": MADE,
    }
    return Dated(**{**given, **fields})


def event(dates: Sequence[Dated], **fields: Any) -> Event:
    """A broadcast of the office's news, once or as a series."""
    first = min(dates, key=lambda one: one.recurrence_start) if dates else None
    zone = fields.get("zone", BANGKOK)
    start = first.recurrence_start.astimezone(zone) if first else NOW.astimezone(zone)
    given = {
        "uid": UUID("6a1f0c52-7f0e-4b7a-9d5e-3d1f6f1f0b11"),
        "title": "พุธเช้าข่าว สพฐ.",
        "kind": "news",
        "category": "พุธเช้าข่าว",
        "zone": zone,
        "wall_start": start.replace(tzinfo=None),
        "duration": timedelta(hours=1.5),
        "created_at": MADE,
        "updated_at": MADE,
        "dated": tuple(dates),
        "office": "สพป.สมมุติบุรี เขต 1",
        "phone": "0 0000 0000",
        "audience": "โรงเรียนทุกแห่งในสังกัด",
        "remote": True,
    }
    return Event(**{**given, **fields})


def weekly(count: int, **fields: Any) -> Event:
    """So many Wednesdays from 18 November 2026, 08:00–09:30 in Bangkok."""
    first = datetime(2026, 11, 18, 8, 0, tzinfo=BANGKOK)
    dates = [dated(first + timedelta(weeks=n)) for n in range(count)]
    return event(dates, rrule=f"FREQ=WEEKLY;COUNT={count};BYDAY=WE", **fields)


def changed(series: Event, n: int, **fields: Any) -> Event:
    """The series with its n-th occurrence changed."""
    dates = list(series.dated)
    dates[n] = replace(dates[n], **fields)
    return replace(series, dated=tuple(dates))


def calendar(*events: Event, reader: Reader = STAFF, now: datetime = NOW) -> bytes:
    """A whole feed of the events, as it is served."""
    fragments = [fragment for one in events if (fragment := render(one, reader, now=now))]
    top = head("ทดสอบ", "", "Asia/Bangkok", {fragment.zone for fragment in fragments})
    return b"".join([top, *(fragment.body for fragment in fragments), END])


def unfolded(raw: bytes) -> list[str]:
    """The content lines, folding undone."""
    return raw.replace(b"\r\n ", b"").decode().split("\r\n")


@st.composite
def series_events(draw: st.DrawFn) -> Event:
    """Series over up to three years with moves, cancellations, dates left out, and DST zones."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    day = draw(st.dates(date(2026, 1, 1), date(2027, 12, 28)))
    hour, minute = draw(st.integers(0, 23)), draw(st.sampled_from((0, 30)))
    start = datetime.combine(day, time(hour, minute))
    length = timedelta(minutes=draw(st.sampled_from((30, 90, 180))))
    rule = draw(st.sampled_from(RULES)).format(year=day.year + 1)
    if day.day > 28 or (start.month, start.day) == (2, 29):
        rule = "FREQ=WEEKLY;COUNT=12"
    whole = Recurrence(start, length, zone.key, rule)
    dates = [draw(_occurrences(instant(wall, zone), length)) for wall in whole.rule_starts[:60]]
    return event(
        dates, zone=zone, wall_start=start, duration=length, rrule=whole.rrule, audience="ทุกแห่ง"
    )


@st.composite
def _occurrences(draw: st.DrawFn, start: datetime, length: timedelta) -> Dated:
    moved = timedelta()
    if draw(st.integers(0, 5)) == 0:
        moved = timedelta(hours=draw(st.integers(-24 * 12, 24 * 12)))
    return Dated(
        recurrence_start=start,
        start=start + moved,
        end=start + moved + length * draw(st.sampled_from((1, 1, 1, 2))),
        status=draw(st.sampled_from(STATES)),
        title=draw(st.sampled_from(("", "", "", "ประชุมนัดพิเศษ; ครั้งที่ 2, ด่วน"))),
        place=draw(st.sampled_from(("ราชพฤกษ์", "ราชพฤกษ์", "ชัยพฤกษ์"))),
        updated_at=NOW - timedelta(days=1),
    )
