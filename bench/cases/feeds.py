"""Feeds of 1,000 events from one web process, and one of them made anew after a change."""

from __future__ import annotations

import http.client
import statistics
import time
import uuid
from datetime import datetime, timedelta
from datetime import time as day_time
from functools import cache
from zoneinfo import ZoneInfo

from bench.harness import Bench, at_least, at_most, case
from bench.http_load import Load
from rooms.models import Booking, Hold, Occurrence, Resource
from vcs.calendars import services
from vcs.calendars.content import Base, assemble
from vcs.calendars.models import Feed
from vcs.core import clock
from vcs.directory.models import Office, RoleAssignment, School, User
from vcs.sessions.models import Invitation

EVENTS = 1000
CHANGES = 30
ZONE = ZoneInfo("Asia/Bangkok")
TEXT = "ระเบียบวาระการประชุมและเอกสารประกอบอยู่ที่เว็บไซต์สำนักงาน"


@cache
def big_feed() -> tuple[Feed, str, list[int]]:
    """A school with 1,000 meetings: its feed, the path of the feed, the bookings' ids."""
    office, _ = Office.objects.get_or_create(
        code="9001", defaults={"name": "เขตวัดความเร็วปฏิทิน", "short_name": "สพป.วัดความเร็ว"}
    )
    actor = User.objects.create(username=f"feeds-{uuid.uuid4().hex[:8]}", office=office)
    RoleAssignment.objects.create(user=actor, role="operator")
    school = School.objects.create(office=office, name="โรงเรียนวัดความเร็ว", short_name="วัดความเร็ว")
    room = Resource.objects.create(office=office, name="ราชพฤกษ์", kind="room")
    ids = _meetings(actor, school, room)
    for n in range(0, EVENTS, 100):
        services.refresh_bookings(booking_ids=ids[n : n + 100])
    feed, url = services.create_feed(actor=actor, scope="school", target=school.pk)
    return feed, "/feeds/" + url.rpartition("/")[2], ids


def _meetings(actor: User, school: School, room: Resource) -> list[int]:
    now = clock.now()
    first = now.astimezone(ZONE).date()
    days = [first + timedelta(days=n // 4) for n in range(EVENTS)]
    bookings = Booking.objects.bulk_create(
        Booking(
            office_id=actor.office_id,
            number=f"VC-2569-{n:04d}",
            uid=uuid.uuid4(),
            title=f"ประชุมชี้แจงการดำเนินงาน ครั้งที่ {n}",
            description=TEXT,
            status="approved",
            requester=actor,
            timezone=ZONE.key,
            local_date=days[n],
            local_time=day_time(8 + n % 4 * 2),
            duration=timedelta(hours=1),
            audience={"schools": [school.pk]},
            conference={},
            decided_at=now,
            created_at=now,
            updated_at=now,
        )
        for n in range(EVENTS)
    )
    starts = [datetime.combine(row.local_date, row.local_time, ZONE) for row in bookings]
    dates = Occurrence.objects.bulk_create(
        Occurrence(
            booking=row,
            office_id=row.office_id,
            recurrence_start=start,
            starts_at=start,
            ends_at=start + row.duration,
            status="confirmed",
            updated_at=now,
        )
        for row, start in zip(bookings, starts, strict=True)
    )
    Hold.objects.bulk_create(
        Hold(resource=room, occurrence=one, hold_start=one.starts_at, hold_end=one.ends_at)
        for one in dates
    )
    Invitation.objects.bulk_create(
        Invitation(
            office_id=row.office_id,
            booking=row,
            school=school,
            public_id=uuid.uuid4().hex[:22],
            created_at=now,
        )
        for row in bookings
    )
    return [row.pk for row in bookings]


def _header(bench: Bench, path: str, name: str, **headers: str) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", bench.server.port)
    connection.request("GET", path, headers=headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return str(response.headers[name])


@case(
    "feeds: 304 of a feed of 1,000 events, a second",
    aim=at_least(5000),
    unit="/s",
    note="Daphne, bare ASGI: 6,889; with Django's middleware: 405; Radicale never sends one",
)
def not_modified(bench: Bench) -> float:
    """16 kept connections."""
    _feed, path, _ids = big_feed()
    tag = _header(bench, path, "etag")
    return Load.get(path, 304, If_None_Match=tag).per_second(bench.server.port)


@case(
    "feeds: 1,000 events in full, packed, a second",
    aim=at_least(3000),
    unit="/s",
    note="as calendar programs ask for it (gzip)",
)
def full_packed(bench: Bench) -> float:
    """16 kept connections, Accept-Encoding: gzip."""
    _feed, path, _ids = big_feed()
    _header(bench, path, "etag", **{"Accept-Encoding": "gzip"})
    return Load.get(path, 200, Accept_Encoding="gzip").per_second(bench.server.port)


@case(
    "feeds: 1,000 events in full, unpacked, a second",
    unit="/s",
    note="Daphne, bare ASGI, a smaller body: 4,356; pretalx with 500: 1.6",
)
def full_plain(bench: Bench) -> float:
    """16 kept connections; each answer is over a megabyte, so copying it is what is measured."""
    _feed, path, _ids = big_feed()
    _header(bench, path, "etag")
    return Load.get(path, 200).per_second(bench.server.port)


@case(
    "feeds: one of 1,000 events made anew after a change",
    aim=at_most(10),
    unit="ms",
    note="writing all 1,000 by icalendar: 125",
)
def made_anew(_bench: Bench) -> float:
    """From the changed booking to bytes ready to send: fragment, stored, feed joined."""
    feed, _path, ids = big_feed()
    content = assemble(feed.document_id)
    durations = []
    for n in range(CHANGES):
        changed = Booking.objects.filter(pk=ids[n * 7])
        changed.update(title=f"ชื่อใหม่ {n}", sequence=n + 1, updated_at=clock.now())
        begun = time.perf_counter()
        services.refresh_bookings(booking_ids=[ids[n * 7]])
        content = assemble(feed.document_id, Base(content, {ids[n * 7]}, versions=1))
        durations.append((time.perf_counter() - begun) * 1000)
    return statistics.median(durations)


@case("feeds: size of 1,000 events, packed", unit="kB")
def size_packed(bench: Bench) -> float:
    """What goes over the line."""
    _feed, path, _ids = big_feed()
    return int(_header(bench, path, "content-length", **{"Accept-Encoding": "gzip"})) / 1024
