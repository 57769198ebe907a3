"""A meeting of all schools on a Wednesday morning, and the clock at its start."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest

from rooms import services
from rooms.models import Occurrence, Resource
from rooms.rules.requests import BookingRequest
from vcs.attendance.models import Evidence
from vcs.attendance.services import Trace, record_presence
from vcs.core import clock
from vcs.core.clock import Frozen
from vcs.directory.models import School, User

START = datetime.fromisoformat("2026-11-18T09:00:00+07:00")
END = START + timedelta(hours=3)


def at(minutes: float) -> datetime:
    """So many minutes after the start of the meeting."""
    return START + timedelta(minutes=minutes)


@pytest.fixture
def hand() -> Iterator[Frozen]:
    """The clock, two days before the meeting."""
    with clock.freeze(START - timedelta(days=2)) as frozen:
        yield frozen


@pytest.fixture
def meeting(hand: Frozen, clerk: User, room: Resource, schools: list[School]) -> Occurrence:
    """The directors' meeting of all schools; the clock then stands at its start."""
    booking = services.request_booking(
        actor=clerk,
        request=BookingRequest(
            title="ประชุมผู้บริหารสถานศึกษา",
            starts_at=START,
            ends_at=END,
            timezone="Asia/Bangkok",
            resources=(room.pk,),
            audience={"all_schools": True},
        ),
    )
    hand.move_to(START)
    return Occurrence.objects.select_related("booking__office").get(booking=booking)


@pytest.fixture
def trace_of(meeting: Occurrence) -> Callable[..., Trace]:
    """The trace a device of a school leaves."""

    def make(school: School, key: str = "device-1") -> Trace:
        return Trace(meeting.pk, school.pk, Evidence.Source.DOOR, key)

    return make


@pytest.fixture
def there(trace_of: Callable[..., Trace]) -> Callable[..., None]:
    """Records that a school was there from one minute to another."""

    def record(school: School, first: float, last: float, key: str = "device-1") -> None:
        record_presence(trace=trace_of(school, key), start=at(first), until=at(last))

    return record
