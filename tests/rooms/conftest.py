"""Booking in a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rooms import services
from rooms.models import Booking, Resource
from rooms.rules.requests import BookingRequest
from vcs.core import clock
from vcs.directory.models import User

BANGKOK = ZoneInfo("Asia/Bangkok")
# A Monday.
TODAY = datetime(2026, 11, 16, 8, 0, tzinfo=BANGKOK)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 on the wall clock of Bangkok."""
    return datetime(2026, month, day, hour, minute, tzinfo=BANGKOK)


@pytest.fixture(autouse=True)
def today() -> Any:
    """It is Monday 16 November 2026, eight o'clock."""
    with clock.freeze(TODAY) as hand:
        yield hand


def asking(
    resources: list[Resource], start: datetime, hours: float = 1, **fields: Any
) -> BookingRequest:
    """A request for the resources from a start for so many hours."""
    return BookingRequest(
        title=fields.pop("title", "ประชุมทดสอบ"),
        starts_at=start,
        ends_at=start + timedelta(hours=hours),
        timezone="Asia/Bangkok",
        resources=tuple(resource.pk for resource in resources),
        **fields,
    )


@pytest.fixture
def book(clerk: User) -> Callable[..., Booking]:
    """Books resources from a start for so many hours, as the clerk unless told otherwise."""

    def make(
        resources: list[Resource],
        start: datetime,
        hours: float = 1,
        *,
        actor: User | None = None,
        **fields: Any,
    ) -> Booking:
        request = asking(resources, start, hours, **fields)
        return services.request_booking(actor=actor or clerk, request=request)

    return make
