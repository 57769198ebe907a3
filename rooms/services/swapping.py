"""Two occurrences change places."""

from __future__ import annotations

from typing import Literal

from rooms.models import Booking, Hold, Occurrence
from rooms.queries.conflicts import refuse_unplaced
from rooms.queries.edits import fixed_ids, is_open
from rooms.queries.places import lock_places, pool_specs
from rooms.rules.plans import wall
from rooms.services.holding import Placed, Table, Wanted, release, resources_in
from rooms.services.records import bump, locked_booking, save_change
from vcs.core.errors import InvalidInput, NotFound, Text, WrongState
from vcs.core.intervals import Interval
from vcs.core.recurrence import zone_named
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User

Exchange = Literal["times", "resources"]


@use_case
def swap_occurrences(
    *, actor: User, first_id: int, second_id: int, exchange: Exchange
) -> tuple[Occurrence, Occurrence]:
    """Exchange the times, or the named resources, of two occurrences at once, or not at all."""
    if first_id == second_id:
        raise InvalidInput.field(
            "/second", "same", Text("เลือกสองครั้งที่ต่างกัน", "Choose two different occurrences")
        )
    first, second = _locked_pair(actor, first_id, second_id)
    wanted = _exchanged(first, second, exchange)
    tables = [_table(one, wanted) for one in (first, second)]
    release([first, second])
    for one in wanted:
        one.occurrence.starts_at, one.occurrence.ends_at = one.slot.start, one.slot.end
        one.occurrence.own_resources |= exchange == "resources" and bool(
            one.occurrence.booking.rrule
        )
    placed = []
    for table, one in zip(tables, wanted, strict=True):
        placed += _take(table, one)
    _store(actor, placed)
    return first, second


def _locked_pair(actor: User, first_id: int, second_id: int) -> tuple[Occurrence, Occurrence]:
    rows = policy.visible(Occurrence.objects.all(), actor).in_bulk([first_id, second_id])
    if len(rows) != 2:  # noqa: PLR2004 - a pair
        raise NotFound(Text("ไม่พบครั้งที่ระบุ", "There is no such occurrence"))
    bookings = {
        key: locked_booking(actor, key, policy.BOOKING_EDIT)
        for key in sorted({row.booking_id for row in rows.values()})
    }
    specs = [spec for booking in bookings.values() for spec in pool_specs(booking.pools.all())]
    held = Hold.objects.filter(occurrence__in=rows).values_list("resource_id", flat=True)
    lock_places(next(iter(bookings.values())).office_id, set(held), specs)
    pair = [rows[first_id], rows[second_id]]
    for occurrence in pair:
        occurrence.refresh_from_db()
        occurrence.booking = bookings[occurrence.booking_id]
        if not is_open(occurrence, series=False):
            raise WrongState(
                Text("สลับได้เฉพาะครั้งที่ยังไม่ผ่านไป", "Only occurrences still to come can be swapped")
            )
    return pair[0], pair[1]


def _exchanged(first: Occurrence, second: Occurrence, exchange: Exchange) -> list[Wanted]:
    slots = [Interval(one.starts_at, one.ends_at) for one in (first, second)]
    named = [fixed_ids(one, one.booking) for one in (first, second)]
    if exchange == "times":
        slots.reverse()
    else:
        named.reverse()
    return [Wanted(first, slots[0], named[0]), Wanted(second, slots[1], named[1])]


def _table(occurrence: Occurrence, wanted: list[Wanted]) -> Table:
    named = sorted({key for one in wanted for key in one.fixed})
    return Table(occurrence.booking, named)


def _take(table: Table, wanted: Wanted) -> list[Placed]:
    placed = table.place([wanted])
    refuse_unplaced([one.placement for one in placed])
    table.hold(placed)
    return placed


def _follow(occurrence: Occurrence, fixed: tuple[int, ...]) -> None:
    """Let a booking of a single date be what its date has become; the caller saves it."""
    booking, zone = occurrence.booking, zone_named(occurrence.booking.timezone)
    occurrence.recurrence_start = occurrence.starts_at
    local = wall(occurrence.starts_at, zone)
    booking.local_date, booking.local_time = local.date(), local.time()
    booking.duration = occurrence.ends_at - occurrence.starts_at
    booking.resources.set(fixed)


def _store(actor: User, placed: list[Placed]) -> None:
    for one in placed:
        occurrence = one.wanted.occurrence
        bump([occurrence])
        if not occurrence.booking.rrule:
            _follow(occurrence, one.wanted.fixed)
        occurrence.save()
    by_booking: dict[int, Booking] = {
        one.wanted.occurrence.booking_id: one.wanted.occurrence.booking for one in placed
    }
    for key, booking in sorted(by_booking.items()):
        own = [one for one in placed if one.wanted.occurrence.booking_id == key]
        save_change(
            booking,
            "changed",
            actor=actor,
            occurrences=[one.wanted.occurrence for one in own],
            resource_ids=resources_in(own),
            data={"swapped": [one.wanted.occurrence.pk for one in placed]},
        )
