"""The API over HTTP, one request after the other on a kept connection to one web process."""

from __future__ import annotations

import http.client
import itertools
import json
import statistics
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.db import connection

from bench.harness import Bench, at_most, case
from rooms.models import Booking, Hold, Occurrence, Resource
from vcs.core import clock
from vcs.directory.models import Office, RoleAssignment, User
from vcs.directory.tokens import create_token

ZONE = ZoneInfo("Asia/Bangkok")
ROOMS = 50
ONCE = 2500
SERIES = 500
DATES = 5
DAYS = 25
SLOTS = 4
TIMES = 150
FIELDS = "id,booking,title,kind,starts_at,ends_at,status,resources,version"


@dataclass(frozen=True)
class Month:
    """An office whose 50 rooms have 5,000 occurrences in one month, and a key to its API."""

    token: str
    rooms: list[int]
    start: datetime
    end: datetime


@cache
def month() -> Month:
    """Made once for all cases of a database."""
    office = Office.objects.create(code="9050", name="เขต 50 ห้อง", short_name="เขต 50 ห้อง")
    user = User.objects.create(username="bench-http", office=office, first_name="ผู้จอง")
    RoleAssignment.objects.create(user=user, role="requester")
    rooms = Resource.objects.bulk_create(
        Resource(office=office, name=f"ห้องประชุม {n:02d}", kind="room", capacity=20 + n)
        for n in range(ROOMS)
    )
    today = clock.now().astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
    start = today + timedelta(days=7)
    _fill(user, rooms, start)
    with connection.cursor() as cursor:
        # What autovacuum does within a minute of so many rows.
        cursor.execute("ANALYZE")
    token = create_token(user=user, name="bench")
    return Month(token, [room.pk for room in rooms], start, start + timedelta(days=DAYS + 6))


def _fill(user: User, rooms: list[Resource], start: datetime) -> None:
    now = clock.now()
    places = itertools.product(range(DAYS), range(SLOTS), rooms)
    slots = [(start + timedelta(days=d, hours=8 + 2 * s), room) for d, s, room in places]
    of_series = SERIES * DATES
    bookings = Booking.objects.bulk_create(
        Booking(
            office_id=user.office_id,
            number=f"VC-2500-{n:04d}",
            uid=uuid.uuid4(),
            title=f"ประชุมชี้แจงการดำเนินงานตามนโยบาย ครั้งที่ {n}",
            status="approved",
            requester=user,
            timezone=ZONE.key,
            local_date=at.date(),
            local_time=at.time(),
            duration=timedelta(hours=1, minutes=30),
            rrule=f"FREQ=DAILY;COUNT={DATES}" if n >= ONCE else "",
            created_at=now,
            updated_at=now,
        )
        for n, (at, _room) in enumerate(slots[: ONCE + SERIES])
    )
    owners = bookings[:ONCE] + [one for one in bookings[ONCE:] for _ in range(DATES)]
    dates = Occurrence.objects.bulk_create(
        Occurrence(
            booking=owner,
            office_id=user.office_id,
            recurrence_start=at + timedelta(seconds=n),
            starts_at=at,
            ends_at=at + timedelta(hours=1, minutes=30),
            status="confirmed",
            updated_at=now,
        )
        for n, (owner, (at, _room)) in enumerate(zip(owners, slots, strict=True))
    )
    assert len(dates) == ONCE + of_series
    Hold.objects.bulk_create(
        Hold(resource=room, occurrence=one, hold_start=one.starts_at, hold_end=one.ends_at)
        for one, (_at, room) in zip(dates, slots, strict=True)
    )


class Caller:
    """One kept connection with the office's key."""

    def __init__(self, bench: Bench) -> None:
        self.token = month().token
        self.connection = http.client.HTTPConnection("127.0.0.1", bench.server.port)

    def get(self, path: str, **query: object) -> bytes:
        """The bytes of a 200 as they came, packed."""
        return self._ask("GET", f"/api/v1{path}?{urlencode(query)}", None, 200)

    def post(self, path: str, body: object) -> bytes:
        """The bytes of a 201."""
        return self._ask("POST", f"/api/v1{path}", json.dumps(body).encode(), 201)

    def _ask(self, method: str, path: str, body: bytes | None, status: int) -> bytes:
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
        }
        if method == "POST":
            headers["Idempotency-Key"] = str(uuid.uuid4())
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        if response.status != status:
            raise RuntimeError(f"{response.status} {answer[:300].decode(errors='replace')}")
        return answer


_hours = itertools.count()


def booking(resources: list[int], **more: object) -> dict[str, object]:
    """A booking of an hour that nobody else has."""
    start = month().end + timedelta(hours=next(_hours))
    return {
        "title": "ประชุมชี้แจง",
        "kind": "briefing",
        "starts_at": start.isoformat(),
        "ends_at": (start + timedelta(hours=1)).isoformat(),
        "timezone": ZONE.key,
        "resources": resources,
        **more,
    }


def median_of(ask: object, *, times: int = TIMES) -> float:
    """The median duration in milliseconds of what a function does with its number."""
    durations = []
    for n in range(times + 10):
        begun = time.perf_counter()
        ask(n)  # type: ignore[operator]
        durations.append((time.perf_counter() - begun) * 1000)
    return statistics.median(durations[10:])


@case("http: booking of one room", aim=at_most(8), unit="ms", note="Indico 25")
def one_room(bench: Bench) -> float:
    """Median of a POST with its key, history, outbox and event rows, committed."""
    caller, rooms = Caller(bench), month().rooms
    return median_of(lambda n: caller.post("/bookings/", booking([rooms[n % ROOMS]])))


@case("http: booking of three resources", aim=at_most(12), unit="ms")
def three_resources(bench: Bench) -> float:
    """Median of a POST."""
    caller, rooms = Caller(bench), month().rooms
    return median_of(lambda _n: caller.post("/bookings/", booking(rooms[:3])))


@case("http: weekly series over a year", aim=at_most(15), unit="ms", note="Indico 56")
def weekly(bench: Bench) -> float:
    """Median of a POST that makes 52 dates."""
    caller, room = Caller(bench), month().rooms[-1]
    rule = "FREQ=WEEKLY;COUNT=52"
    return median_of(lambda _n: caller.post("/bookings/", booking([room], rrule=rule)), times=60)


@case("http: availability of 50 rooms", aim=at_most(10), unit="ms")
def available(bench: Bench) -> float:
    """Median of a GET for an afternoon."""
    caller, the = Caller(bench), month()
    at = the.start + timedelta(days=3, hours=13)
    query = {"start": at.isoformat(), "end": (at + timedelta(hours=3)).isoformat(), "kind": "room"}
    return median_of(lambda _n: caller.get("/availability/", **query))


def _month_of(caller: Caller, **more: object) -> bytes:
    the = month()
    times = {"start": the.start.isoformat(), "end": the.end.isoformat()}
    return caller.get("/occurrences/", **times, page_size=5000, **more)


@case(
    "http: month of 50 rooms, 5,000 occurrences",
    aim=at_most(25),
    unit="ms",
    note="the members a calendar draws; Indico 314",
)
def month_ms(bench: Bench) -> float:
    """Median of a GET."""
    caller = Caller(bench)
    return median_of(lambda _n: _month_of(caller, fields=FIELDS), times=30)


@case("http: size of that month", aim=at_most(400), unit="kB", note="Indico 1,870")
def month_size(bench: Bench) -> float:
    """What goes over the line."""
    return len(_month_of(Caller(bench), fields=FIELDS)) / 1024


@case("http: month of 50 rooms with every member", unit="ms")
def whole_month_ms(bench: Bench) -> float:
    """Median of a GET."""
    caller = Caller(bench)
    return median_of(lambda _n: _month_of(caller), times=30)


@case("http: size of that month with every member", unit="kB")
def whole_month_size(bench: Bench) -> float:
    """What goes over the line."""
    return len(_month_of(Caller(bench))) / 1024


@case("http: one occurrence not modified", unit="ms")
def not_modified(bench: Bench) -> float:
    """What the least request costs: key, person, one row, 304."""
    caller = Caller(bench)
    found = Occurrence.objects.filter(office__code="9050").values_list("pk", "version").first()
    assert found is not None
    path = f"/api/v1/occurrences/{found[0]}/"

    def ask(_n: int) -> None:
        headers = {"Authorization": f"Bearer {caller.token}", "If-None-Match": f'"{found[1]}"'}
        caller.connection.request("GET", path, headers=headers)
        response = caller.connection.getresponse()
        response.read()
        assert response.status == 304

    return median_of(ask)
