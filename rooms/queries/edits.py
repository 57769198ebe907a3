"""An edit thought through against the booking as it stands, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rooms.models import Booking, Hold, Occurrence
from rooms.queries.places import pool_specs
from rooms.rules.edits import Dated, Reschedule, move_one, reschedule
from rooms.rules.plans import Plan, wall
from rooms.rules.requests import THIS_FIELDS, UNSET, BookingChanges, PoolSpec, Scope
from vcs.core import clock
from vcs.core.errors import FieldError, InvalidInput, Text, WrongState
from vcs.core.intervals import Interval
from vcs.core.recurrence import Recurrence, split

ACTIVE = (Occurrence.Status.TENTATIVE, Occurrence.Status.CONFIRMED)


@dataclass(frozen=True, slots=True)
class EditPlan:
    """What an edit will do: the occurrences it reaches, their new times, and on what."""

    scope: Scope
    reached: list[Occurrence]
    outcome: Reschedule
    resource_ids: tuple[int, ...]
    pool_specs: tuple[PoolSpec, ...]

    @property
    def replaced_ids(self) -> list[int]:
        """The occurrences whose holds are given up for new ones."""
        return [*self.outcome.moved, *self.outcome.dropped]

    def placing_plan(self) -> Plan:
        """Every slot that must be free for the edit to be possible."""
        slots = [*self.outcome.moved.values(), *self.outcome.added]
        return Plan(self.outcome.recurrence, tuple(sorted(slots)))


def recurrence_of(booking: Booking) -> Recurrence:
    """The booking's rule on the wall clock."""
    return Recurrence(
        datetime.combine(booking.local_date, booking.local_time),
        booking.duration,
        booking.timezone,
        booking.rrule or None,
        tuple(datetime.fromisoformat(text) for text in booking.exdates),
    )


def is_open(occurrence: Occurrence, *, series: bool) -> bool:
    """Whether it may still change: of a series what has begun is left alone, else until its end."""
    limit = occurrence.starts_at if series else occurrence.ends_at
    return occurrence.status in ACTIVE and limit > clock.now()


def plan_edit(
    booking: Booking,
    *,
    changes: BookingChanges,
    scope: Scope,
    occurrence: Occurrence | None = None,
) -> EditPlan:
    """Work out an edit; refuses what the scope cannot change, naming the field."""
    scope = reaching(booking, scope)
    if scope == "this":
        return _plan_this(booking, _named(occurrence), changes)
    rows = list(booking.occurrences.order_by("recurrence_start"))
    recurrence = recurrence_of(booking)
    base = recurrence.dtstart
    if scope == "following":
        named = _named(occurrence)
        rows = [row for row in rows if row.recurrence_start >= named.recurrence_start]
        recurrence = split(recurrence, named.recurrence_start)[1]
        base = wall(named.starts_at, ZoneInfo(booking.timezone))
    return _plan_many(booking, rows, recurrence, base, changes, scope)


def reaching(booking: Booking, scope: Scope) -> Scope:
    """The scope as it reaches this booking: of a single date any scope is all of it."""
    return scope if booking.rrule else "all"


def _plan_many(
    booking: Booking,
    rows: Sequence[Occurrence],
    recurrence: Recurrence,
    base: datetime,
    changes: BookingChanges,
    scope: Scope,
) -> EditPlan:
    dated = [dated_of(row, series=bool(booking.rrule)) for row in rows]
    if not any(row.open for row in dated):
        raise WrongState(
            Text("ทุกครั้งของการจองนี้ผ่านไปแล้วหรือถูกยกเลิก แก้ไขไม่ได้", "Nothing of it is still to come")
        )
    outcome = reschedule(recurrence, dated, changes, base=base, now=clock.now())
    stored = tuple(booking.resources.order_by("id").values_list("id", flat=True))
    return EditPlan(
        scope,
        list(rows),
        outcome,
        stored if changes.resources is UNSET else changes.resources,
        pool_specs(booking.pools.all()) if changes.any_of is UNSET else changes.any_of,
    )


def _plan_this(booking: Booking, occurrence: Occurrence, changes: BookingChanges) -> EditPlan:
    strange = sorted(changes.named() - THIS_FIELDS)
    if strange:
        text = Text(
            "แก้เฉพาะครั้งนี้ไม่ได้ ใช้ scope=all หรือ following",
            "Cannot be changed for one occurrence; use scope=all or following",
        )
        raise InvalidInput(text, errors=[FieldError(f"/{f}", "not_for_one", text) for f in strange])
    if not is_open(occurrence, series=False):
        raise WrongState(Text("ครั้งนี้ผ่านไปแล้วหรือถูกยกเลิก แก้ไขไม่ได้", "It is over or cancelled"))
    row = dated_of(occurrence, series=False)
    outcome = Reschedule(recurrence_of(booking), moved={row.id: move_one(row, changes)})
    return EditPlan(
        "this",
        [occurrence],
        outcome,
        fixed_ids(occurrence, booking) if changes.resources is UNSET else changes.resources,
        pool_specs(booking.pools.all()),
    )


def fixed_ids(occurrence: Occurrence, booking: Booking) -> tuple[int, ...]:
    """The resources named for this occurrence: its own where it has any, else the booking's."""
    if occurrence.own_resources:
        own = Hold.objects.filter(occurrence=occurrence, pool__isnull=True)
        return tuple(own.order_by("resource_id").values_list("resource_id", flat=True))
    return tuple(booking.resources.order_by("id").values_list("id", flat=True))


def dated_of(occurrence: Occurrence, *, series: bool) -> Dated:
    """The occurrence as the rules of editing take it."""
    slot = Interval(occurrence.starts_at, occurrence.ends_at)
    open_ = is_open(occurrence, series=series)
    return Dated(occurrence.pk, occurrence.recurrence_start, slot, open_)


def _named(occurrence: Occurrence | None) -> Occurrence:
    if occurrence is None:
        raise InvalidInput.field(
            "/occurrence",
            "required",
            Text("ระบุครั้งที่จะแก้ไข (occurrence)", "Name the occurrence to change"),
        )
    return occurrence


def plan_of_occurrences(booking: Booking, occurrences: Sequence[Occurrence]) -> Plan:
    """The plan of these occurrences as they stand, moved or not."""
    slots = sorted(Interval(one.starts_at, one.ends_at) for one in occurrences)
    return Plan(recurrence_of(booking), tuple(slots))
