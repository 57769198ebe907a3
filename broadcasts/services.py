"""Broadcasts follow their booking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from broadcasts import events
from broadcasts.models import Broadcast
from broadcasts.rules import FOLLOWING, Want, slug_of, wanted
from rooms.models import Booking, Hold, Occurrence, Resource
from vcs import live
from vcs.core import clock
from vcs.core.transactions import use_case

Status = Broadcast.Status
FOLLOWED = ("channel_id", "scheduled_start", "scheduled_end", "privacy", "auto_start", "status")


@use_case
def plan_broadcasts(*, booking_id: int) -> list[Broadcast]:
    """Bring the broadcasts of a booking's dates to come in line with it; gives those changed.

    A date that no longer takes place has its broadcast cancelled and gets the same one, with the
    same address, back when it does. Done twice, the second time changes nothing.
    """
    rows = Booking.objects.select_for_update(of=("self",), no_key=True).select_related("office")
    booking = rows.filter(pk=booking_id).first()
    if booking is None:
        return []
    dates = list(booking.occurrences.filter(ends_at__gt=clock.now()))
    known = {row.occurrence_id: row for row in Broadcast.objects.filter(occurrence__in=dates)}
    held = _channels_of(dates)
    wants = {date.pk: _want(booking, date, held[date.pk]) for date in dates}
    changed = [row for key, row in known.items() if _follow(row, wants[key])]
    Broadcast.objects.bulk_update(changed, [*FOLLOWED, "version", "updated_at"])
    new = _plan(booking, [date for date in dates if date.pk not in known], wants)
    for row in sorted([*changed, *new], key=lambda row: row.occurrence_id):
        live.append(live.streams.occurrence(row.occurrence_id), *events.changed(row))
    return [*changed, *new]


def _channels_of(dates: Sequence[Occurrence]) -> dict[int, set[int]]:
    held: dict[int, set[int]] = defaultdict(set)
    holds = Hold.objects.filter(occurrence__in=dates, resource__kind=Resource.Kind.CHANNEL)
    for occurrence_id, resource_id in holds.values_list("occurrence_id", "resource_id"):
        if occurrence_id is not None:
            held[occurrence_id].add(resource_id)
    return held


def _want(booking: Booking, date: Occurrence, channels: set[int]) -> Want | None:
    approved = booking.status == Booking.Status.APPROVED
    return wanted(
        booking.broadcast,
        start=date.starts_at,
        end=date.ends_at,
        takes_place=approved and date.status == Occurrence.Status.CONFIRMED,
        held_channels=channels,
    )


def _follow(row: Broadcast, want: Want | None) -> bool:
    """Change the row to what is wanted; whether that changed anything."""
    if row.status not in FOLLOWING:
        return False
    before = _state(row)
    if want is None:
        row.status = Status.CANCELLED
    else:
        _fill(row, want)
        row.status = Status.PLANNED if row.status == Status.CANCELLED else row.status
    if _state(row) == before:
        return False
    row.version += 1
    row.updated_at = clock.now()
    return True


def _state(row: Broadcast) -> tuple[object, ...]:
    return tuple(getattr(row, name) for name in FOLLOWED)


def _fill(row: Broadcast, want: Want) -> None:
    row.channel_id = want.channel_id
    row.scheduled_start, row.scheduled_end = want.start, want.end
    row.privacy, row.auto_start = want.privacy, want.auto_start


def _plan(
    booking: Booking, dates: Sequence[Occurrence], wants: dict[int, Want | None]
) -> list[Broadcast]:
    zone = ZoneInfo(booking.timezone)
    now = clock.now()
    prefix = f"{booking.office.code}-".lower()
    taken = set(Broadcast.objects.filter(slug__startswith=prefix).values_list("slug", flat=True))
    rows = []
    for date in dates:
        want = wants[date.pk]
        if want is None:
            continue
        day = want.start.astimezone(zone).date()
        row = Broadcast(
            office_id=booking.office_id,
            occurrence=date,
            slug=slug_of(booking.office.code, booking.kind, day, taken),
            created_at=now,
            updated_at=now,
        )
        _fill(row, want)
        taken.add(row.slug)
        rows.append(row)
    return Broadcast.objects.bulk_create(rows)
