"""Random bookings, edits, decisions, cancellations and swaps against a brute-force oracle.

The oracle keeps a plain list of stretches and compares every pair; after each step the holds in
the database must be exactly its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from rooms import services
from rooms.errors import BookingConflict
from rooms.models import Booking, Hold, Resource
from rooms.rules.requests import BookingChanges, BookingRequest, PoolSpec
from tests.rooms.conftest import at
from vcs.core import clock
from vcs.directory.models import Office, User

# Nothing of a run ever becomes past: what is past is left alone, which has tests of its own.
LONG_BEFORE = at(1, 8, month=9)
WEEK = timedelta(days=7)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Stretch:
    """What one occurrence takes of one resource, in the oracle's memory."""

    booking: int
    occurrence: int
    resource: int
    start: datetime
    end: datetime
    active: bool
    pooled: bool


class World:
    """An office with five resources and two people; made once for all runs."""

    def __init__(
        self, office: Office, clerk: User, deputy: User, make: Callable[..., Resource]
    ) -> None:
        self.clerk, self.deputy = clerk, deputy
        self.plain = make(office, "ธรรมดา")
        self.buffered = make(office, "มีเวลาเตรียม", setup_minutes=15, teardown_minutes=30)
        self.guarded = make(office, "ต้องขอ", requires_approval=True)
        self.queued = make(office, "รอคิว", requires_approval=True, request_holds=False)
        self.licences = [make(office, f"L{n}", "licence", capacity=300) for n in (1, 2)]
        self.rooms = [self.plain, self.buffered, self.guarded, self.queued]
        self.by_id = {one.pk: one for one in [*self.rooms, *self.licences]}

    def around(self, resource: int, start: datetime, end: datetime) -> tuple[datetime, datetime]:
        one = self.by_id[resource]
        before, after = (
            timedelta(minutes=one.setup_minutes),
            timedelta(minutes=one.teardown_minutes),
        )
        return start - before, end + after

    def active(self, resource: int, status: str) -> bool:
        if status == "requested":
            return self.by_id[resource].request_holds
        return status == "approved"

    def needs_approval(self, resources: set[int]) -> bool:
        return any(self.by_id[key].requires_approval for key in resources)


DAYS = st.sampled_from([18, 19])
HOURS = st.integers(8, 13)
LENGTHS = st.integers(1, 3)


class Bookings(RuleBasedStateMachine):
    """The service on one side, the oracle on the other."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        Booking.objects.all().delete()
        self.stack = ExitStack()
        self.stack.enter_context(clock.freeze(LONG_BEFORE))
        self.held: list[Stretch] = []
        self.status: dict[int, str] = {}

    def teardown(self) -> None:
        self.stack.close()

    # What the oracle can tell.

    def is_free(self, resource: int, start: datetime, end: datetime, but: set[int]) -> bool:
        low, high = self.world.around(resource, start, end)
        return not any(
            one.resource == resource
            and one.active
            and one.occurrence not in but
            and one.start < high
            and low < one.end
            for one in self.held
        )

    def fits(
        self, resources: set[int], pooled: bool, start: datetime, end: datetime, but: set[int]
    ) -> bool:
        rooms_free = all(self.is_free(key, start, end, but) for key in resources)
        licence_free = any(self.is_free(one.pk, start, end, but) for one in self.world.licences)
        return rooms_free and (licence_free or not pooled)

    def read(self, booking_id: int) -> list[Stretch]:
        status = Booking.objects.get(pk=booking_id).status
        rows = Hold.objects.filter(occurrence__booking=booking_id).select_related("occurrence")
        stretches = []
        for row in rows:
            occurrence = row.occurrence
            low, high = self.world.around(row.resource_id, occurrence.starts_at, occurrence.ends_at)
            decided = occurrence.status == "confirmed"
            active = self.world.active(row.resource_id, "approved" if decided else status)
            stretches.append(
                Stretch(
                    booking_id,
                    occurrence.pk,
                    row.resource_id,
                    low,
                    high,
                    active,
                    row.pool_id is not None,
                )
            )
        return stretches

    def learn(self, booking_id: int) -> None:
        """Take over a change that the oracle agreed with, after checking it against the others."""
        self.held = [one for one in self.held if one.booking != booking_id]
        fresh = self.read(booking_id)
        for one in fresh:
            if one.active:
                assert not any(
                    other.resource == one.resource
                    and other.active
                    and other.start < one.end
                    and one.start < other.end
                    for other in self.held
                )
        self.held += fresh
        self.status[booking_id] = Booking.objects.get(pk=booking_id).status

    def stretches(
        self, booking_id: int
    ) -> Iterator[tuple[int, datetime, datetime, set[int], bool]]:
        rows = Booking.objects.get(pk=booking_id).occurrences.filter(
            status__in=["tentative", "confirmed"]
        )
        for row in rows:
            mine = [one for one in self.held if one.occurrence == row.pk]
            rooms = {one.resource for one in mine if not one.pooled}
            yield row.pk, row.starts_at, row.ends_at, rooms, any(one.pooled for one in mine)

    def live(self) -> list[int]:
        return [key for key, status in self.status.items() if status in {"requested", "approved"}]

    # What people do.

    @rule(
        rooms=st.sets(st.integers(0, 3), min_size=1, max_size=2),
        day=DAYS,
        hour=HOURS,
        length=LENGTHS,
        weeks=st.integers(1, 3),
        pooled=st.booleans(),
        skip=st.booleans(),
    )
    def book(
        self,
        rooms: set[int],
        day: int,
        hour: int,
        length: int,
        weeks: int,
        pooled: bool,
        skip: bool,
    ) -> None:
        resources = {self.world.rooms[n].pk for n in rooms}
        start, end = at(day, hour), at(day, hour + length)
        free = [
            self.fits(resources, pooled, start + n * WEEK, end + n * WEEK, set())
            for n in range(weeks)
        ]
        request = BookingRequest(
            title="สุ่ม",
            starts_at=start,
            ends_at=end,
            timezone="Asia/Bangkok",
            rrule=f"FREQ=WEEKLY;COUNT={weeks}" if weeks > 1 else None,
            resources=tuple(sorted(resources)),
            any_of=(PoolSpec("licence", 300),) if pooled else (),
            on_conflict="skip" if skip else "reject",
        )
        try:
            booking = services.request_booking(actor=self.world.clerk, request=request)
        except BookingConflict:
            assert not all(free)
            assert not (skip and any(free))
            return
        assert all(free) or (skip and any(free))
        assert booking.status == (
            "requested" if self.world.needs_approval(resources) else "approved"
        )
        skipped = [row.status == "skipped" for row in booking.occurrences.order_by("starts_at")]
        assert skipped == [not one for one in free]
        self.learn(booking.pk)

    @precondition(lambda self: "requested" in self.status.values())
    @rule(data=st.data())
    def approve(self, data: st.DataObject) -> None:
        waiting = sorted(key for key, status in self.status.items() if status == "requested")
        booking_id = data.draw(st.sampled_from(waiting))
        rows = list(self.stretches(booking_id))
        own = {row[0] for row in rows}
        free = all(
            self.fits(rooms, pooled, start, end, own) for _, start, end, rooms, pooled in rows
        )
        try:
            services.approve_booking(actor=self.world.deputy, booking_id=booking_id)
        except BookingConflict:
            assert not free
            return
        assert free
        self.learn(booking_id)

    @precondition(lambda self: self.live())
    @rule(data=st.data(), one_only=st.booleans())
    def cancel(self, data: st.DataObject, one_only: bool) -> None:
        booking_id = data.draw(st.sampled_from(sorted(self.live())))
        rows = sorted(row[0] for row in self.stretches(booking_id))
        named = data.draw(st.sampled_from(rows)) if one_only else None
        services.cancel_booking(
            actor=self.world.clerk,
            booking_id=booking_id,
            scope="this" if one_only else "all",
            occurrence_id=named,
        )
        gone = {named} if one_only else set(rows)
        self.held = [one for one in self.held if one.occurrence not in gone]
        assert {one.occurrence for one in self.read(booking_id)} == set(rows) - gone
        self.learn(booking_id)

    @precondition(lambda self: self.live())
    @rule(
        data=st.data(),
        days=st.integers(-1, 1),
        hours=st.integers(-2, 2),
        length=LENGTHS,
        approver=st.booleans(),
    )
    def move_all(
        self, data: st.DataObject, days: int, hours: int, length: int, approver: bool
    ) -> None:
        booking_id = data.draw(st.sampled_from(sorted(self.live())))
        booking = Booking.objects.get(pk=booking_id)
        by = timedelta(days=days, hours=hours)
        base = datetime.combine(booking.local_date, booking.local_time, tzinfo=at(18, 0).tzinfo)
        rows = list(self.stretches(booking_id))
        own = {row[0] for row in rows}
        ids = sorted(booking.occurrences.values_list("id", flat=True))
        usual = booking.duration
        wanted = {
            key: (start + by, start + by + (length * HOUR if end - start == usual else end - start))
            for key, start, end, _, _ in rows
        }
        free = all(self.fits(rooms, pooled, *wanted[key], own) for key, _, _, rooms, pooled in rows)
        among = _overlap_among([(rooms, *wanted[key]) for key, _, _, rooms, _ in rows], self.world)
        try:
            services.edit_booking(
                actor=self.world.deputy if approver else self.world.clerk,
                booking_id=booking_id,
                changes=BookingChanges(starts_at=base + by, ends_at=base + by + length * HOUR),
            )
        except BookingConflict:
            assert not free or among
            return
        assert free
        assert not among
        after = Booking.objects.get(pk=booking_id)
        assert sorted(after.occurrences.values_list("id", flat=True)) == ids
        for row in after.occurrences.filter(pk__in=own):
            assert (row.starts_at, row.ends_at) == wanted[row.pk]
        self.learn(booking_id)

    @precondition(lambda self: self.live())
    @rule(data=st.data(), day=DAYS, hour=HOURS, length=LENGTHS, week=st.integers(0, 2))
    def move_one(self, data: st.DataObject, day: int, hour: int, length: int, week: int) -> None:
        booking_id = data.draw(st.sampled_from(sorted(self.live())))
        key, _, _, rooms, pooled = data.draw(
            st.sampled_from(sorted(self.stretches(booking_id), key=lambda r: r[0]))
        )
        start = at(day, hour) + week * WEEK
        end = start + length * HOUR
        free = self.fits(rooms, pooled, start, end, {key})
        try:
            services.edit_booking(
                actor=self.world.deputy,
                booking_id=booking_id,
                changes=BookingChanges(starts_at=start, ends_at=end),
                scope="this",
                occurrence_id=key,
            )
        except BookingConflict:
            assert not free
            return
        assert free
        self.learn(booking_id)

    @precondition(lambda self: len({one.occurrence for one in self.held}) > 1)
    @rule(data=st.data())
    def swap(self, data: st.DataObject) -> None:
        keys = sorted({one.occurrence for one in self.held})
        first, second = data.draw(
            st.lists(st.sampled_from(keys), min_size=2, max_size=2, unique=True)
        )
        rows = {row[0]: row for b in self.live() for row in self.stretches(b)}
        if first not in rows or second not in rows:
            return
        a, b = rows[first], rows[second]
        own = {first, second}
        free = self.fits(a[3], a[4], b[1], b[2], own) and self.fits(b[3], b[4], a[1], a[2], own)
        among = _overlap_among([(a[3], b[1], b[2]), (b[3], a[1], a[2])], self.world)
        scarce = a[4] and b[4]
        try:
            services.swap_occurrences(
                actor=self.world.deputy, first_id=first, second_id=second, exchange="times"
            )
        except BookingConflict:
            assert not free or among or scarce
            return
        assert free
        for booking_id in {self._booking_of(first), self._booking_of(second)}:
            self.held = [one for one in self.held if one.booking != booking_id]
        for booking_id in {self._booking_of(first), self._booking_of(second)}:
            self.learn(booking_id)

    def _booking_of(self, occurrence: int) -> int:
        return Booking.objects.get(occurrences=occurrence).pk

    @invariant()
    def database_holds_what_the_oracle_holds(self) -> None:
        rows = Hold.objects.values_list(
            "occurrence_id", "resource_id", "hold_start", "hold_end", "active"
        )
        mine = {(s.occurrence, s.resource, s.start, s.end, s.active) for s in self.held}
        assert set(rows) == mine


def _overlap_among(wanted: list[tuple[set[int], datetime, datetime]], world: World) -> bool:
    """Whether occurrences of one edit would get into each other's way."""
    spans = [(key, *world.around(key, start, end)) for rooms, start, end in wanted for key in rooms]
    return any(
        a[0] == b[0] and a[1] < b[2] and b[1] < a[2]
        for n, a in enumerate(spans)
        for b in spans[n + 1 :]
    )


@pytest.mark.slow
def test_bookings_agree_with_a_brute_force_oracle(office, clerk, deputy, make_resource):
    Bookings.world = World(office, clerk, deputy, make_resource)
    run_state_machine_as_test(
        Bookings,
        settings=settings(
            max_examples=30,
            phases=(Phase.explicit, Phase.reuse, Phase.generate),
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
