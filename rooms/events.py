"""What the rest of the house and the screens are told of bookings: names and payloads."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any, Final, Literal

from rooms.models import Booking, Closure, Occurrence, Resource
from vcs import live, outbox

BOOKING_CHANGED: Final = "rooms.booking_changed"
RESOURCE_CHANGED: Final = "rooms.resource_changed"
What = Literal["requested", "approved", "changed", "cancelled", "rejected", "expired", "drafted"]
# Enough for any screen to know whether it is concerned; a larger change is refetched whole.
MOST_IDS = 400


def booking_changed(
    booking: Booking,
    what: What,
    occurrences: Collection[Occurrence],
    resource_ids: Iterable[int],
    *,
    span: tuple[datetime, datetime] | None = None,
) -> None:
    """Tell subscribers through the outbox and screens through the event log; the last writes."""
    ids = [occurrence.pk for occurrence in occurrences]
    outbox.publish(
        BOOKING_CHANGED, {"booking": booking.pk, "occurrences": ids[:MOST_IDS], "what": what}
    )
    starts = [o.starts_at for o in occurrences] + ([span[0]] if span else [])
    ends = [o.ends_at for o in occurrences] + ([span[1]] if span else [])
    data: dict[str, Any] = {
        "booking": booking.pk,
        "occurrences": ids[:MOST_IDS],
        "resources": sorted(set(resource_ids)),
        "starts_at": min(starts).isoformat() if starts else None,
        "ends_at": max(ends).isoformat() if ends else None,
        "status": booking.status,
        "version": booking.version,
    }
    if what != "drafted":
        live.append(live.streams.calendar(booking.office_id), f"booking.{what}", data)


def closure_changed(closure: Closure) -> None:
    """Tell screens that a resource is closed, or open again, for a time."""
    data = {
        "resources": [closure.resource_id],
        "starts_at": closure.starts_at.isoformat(),
        "ends_at": closure.ends_at.isoformat(),
    }
    live.append(live.streams.calendar(closure.resource.office_id), "closure.changed", data)


def resource_changed(resource: Resource) -> None:
    """Tell screens and feeds that a resource looks or behaves otherwise."""
    outbox.publish(RESOURCE_CHANGED, {"resource": resource.pk})
    data = {"resources": [resource.pk], "version": resource.version}
    live.append(live.streams.calendar(resource.office_id), "resource.changed", data)
