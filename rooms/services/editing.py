"""Changing a booking: all of it, one occurrence, or this one and those that follow."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import F

from rooms.errors import BookingConflict, Suggestion
from rooms.models import Booking, Hold, Occurrence, PoolRequest
from rooms.queries.allowances import allowance_of
from rooms.queries.conflicts import refuse_unplaced
from rooms.queries.edits import EditPlan, fixed_ids, plan_edit, reaching, recurrence_of
from rooms.queries.places import lock_places, named_and_pooled, pool_specs
from rooms.queries.references import require_references
from rooms.queries.suggestions import suggestions
from rooms.rules.quotas import check_allowance
from rooms.rules.requests import UNSET, BookingChanges, Scope
from rooms.rules.states import require_step
from rooms.rules.validation import check_changes
from rooms.services.holding import Placed, Table, Wanted, release, resources_in
from rooms.services.numbers import next_booking_number, number_occurrences
from rooms.services.records import (
    locked_booking,
    named_occurrence,
    save_change,
    save_occurrences,
    tell,
)
from rooms.services.requesting import mark_requested
from vcs.core import clock
from vcs.core.intervals import Interval
from vcs.core.recurrence import Recurrence, split, zone_named
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import User

PLAIN_FIELDS = (
    "title",
    "description",
    "kind",
    "audience",
    "conference",
    "broadcast",
    "on_conflict",
)
# Farther than any booking reaches: identities step aside there while they change places.
ASIDE = timedelta(days=36525)


@dataclass(frozen=True, slots=True)
class Edit:
    """One edit: by whom, of which booking, and what is to change."""

    actor: User
    booking_id: int
    changes: BookingChanges
    scope: Scope
    occurrence_id: int | None
    expected_version: int | None


def edit_booking(
    *,
    actor: User,
    booking_id: int,
    changes: BookingChanges,
    scope: Scope = "all",
    occurrence_id: int | None = None,
    expected_version: int | None = None,
) -> Booking:
    """Change a booking; every occurrence keeps its id, what is past is left alone.

    `following` splits the series: the answer is the new booking, which remembers its parent. A
    change of time or place that needs approval, made by one who may not approve, waits again.
    """
    check_changes(changes)
    edit = Edit(actor, booking_id, changes, scope, occurrence_id, expected_version)
    try:
        return _edit(edit)
    except BookingConflict as conflict:
        conflict.suggestions = _ways_out(edit)
        raise


@use_case
def _edit(edit: Edit) -> Booking:
    booking = locked_booking(
        edit.actor, edit.booking_id, policy.BOOKING_EDIT, edit.expected_version
    )
    require_step("edit", booking.status)
    require_references(booking.office_id, edit.changes)
    named = named_occurrence(booking, edit.occurrence_id)
    scope = reaching(booking, edit.scope)
    if edit.changes.moves:
        _lock(booking, edit.changes)
    if scope == "following" and named is not None and not _is_first(booking, named):
        booking = _split(edit.actor, booking, named)
        named.refresh_from_db()
    if not edit.changes.moves and scope != "this":
        return _reword(edit, booking)
    plan = plan_edit(booking, changes=edit.changes, scope=scope, occurrence=named)
    _require_allowance(edit.actor, booking, plan)
    _store_pools(booking, edit.changes)
    return _carry_out(edit, booking, plan)


def _require_allowance(actor: User, booking: Booking, plan: EditPlan) -> None:
    """Refuse new starts that the person's roles may not ask for, such as one in the past."""
    starts = {one.pk: one.starts_at for one in plan.reached}
    moved = [slot for key, slot in plan.outcome.moved.items() if slot.start != starts[key]]
    slots = sorted([*moved, *plan.outcome.added])
    if slots:
        allowance = replace(allowance_of(actor, booking.office), open_bookings=None)
        check_allowance(allowance, slots, now=clock.now(), open_bookings=0)


def _lock(booking: Booking, changes: BookingChanges) -> None:
    """Lock every resource the edit may touch, those given up too, before anything after them."""
    held = Hold.objects.filter(occurrence__booking=booking).values_list("resource_id", flat=True)
    named = {*held, *booking.resources.values_list("id", flat=True)}
    if changes.resources is not UNSET:
        named |= set(changes.resources)
    specs = pool_specs(booking.pools.all()) if changes.any_of is UNSET else changes.any_of
    lock_places(booking.office_id, named, specs)


def _store_pools(booking: Booking, changes: BookingChanges) -> None:
    if changes.any_of is UNSET:
        return
    booking.pools.all().delete()
    PoolRequest.objects.bulk_create(
        PoolRequest(booking=booking, kind=s.kind, min_capacity=s.min_capacity, count=s.count)
        for s in changes.any_of
    )


def _is_first(booking: Booking, named: Occurrence) -> bool:
    return not booking.occurrences.filter(recurrence_start__lt=named.recurrence_start).exists()


def _reword(edit: Edit, booking: Booking) -> Booking:
    _set_plain(booking, edit.changes)
    told = [one for one in booking.occurrences.all() if one.ends_at > clock.now()]
    save_occurrences(told)
    save_change(
        booking,
        "changed",
        actor=edit.actor,
        occurrences=told,
        resource_ids=booking.resources.values_list("id", flat=True),
        data={"fields": sorted(edit.changes.named()), "scope": edit.scope},
    )
    return booking


def _carry_out(edit: Edit, booking: Booking, plan: EditPlan) -> Booking:
    before = _span_of(plan.reached)
    table = Table(booking, _all_named(booking, plan))
    rows = {one.pk: one for one in plan.reached}
    dropped = [rows[key] for key in plan.outcome.dropped]
    freed = release(dropped)
    if plan.scope != "this":
        _store_rule(booking, plan, edit.changes)
    added = _add(booking, plan)
    wanted = _wanted(booking, plan, rows, added)
    placed = table.place(wanted)
    if booking.status != Booking.Status.DRAFT:
        refuse_unplaced([one.placement for one in placed])
    _wait_again(edit, booking, placed)
    _store_times(booking, plan, placed, edit.changes)
    table.hold(placed)
    _drop(dropped)
    _set_plain(booking, edit.changes if plan.scope != "this" else BookingChanges())
    save_change(
        booking,
        "changed",
        actor=edit.actor,
        occurrences=[one.wanted.occurrence for one in placed] + dropped,
        resource_ids=resources_in(placed) | freed,
        span=before,
        data={"fields": sorted(edit.changes.named()), "scope": edit.scope},
    )
    return booking


def _all_named(booking: Booking, plan: EditPlan) -> list[int]:
    named = set(plan.resource_ids)
    for occurrence in plan.reached:
        if occurrence.own_resources and plan.scope != "this":
            named |= set(fixed_ids(occurrence, booking))
    return sorted(named)


def _wanted(
    booking: Booking,
    plan: EditPlan,
    rows: dict[int, Occurrence],
    added: Sequence[Occurrence],
) -> list[Wanted]:
    wanted = []
    for key, slot in plan.outcome.moved.items():
        one = rows[key]
        keeps_own = one.own_resources and plan.scope != "this"
        wanted.append(
            Wanted(one, slot, fixed_ids(one, booking) if keeps_own else plan.resource_ids)
        )
    fresh = [Wanted(one, Interval(one.starts_at, one.ends_at), plan.resource_ids) for one in added]
    return wanted + fresh


def _store_rule(booking: Booking, plan: EditPlan, changes: BookingChanges) -> None:
    write_recurrence(booking, plan.outcome.recurrence)
    booking.occurrences.filter(pk__in=plan.outcome.identities).update(
        recurrence_start=F("recurrence_start") + ASIDE
    )
    for one in plan.reached:
        one.recurrence_start = plan.outcome.identities[one.pk]
    Occurrence.objects.bulk_update(plan.reached, ["recurrence_start"])
    if changes.resources is not UNSET:
        booking.resources.set(changes.resources)


def write_recurrence(booking: Booking, recurrence: Recurrence) -> None:
    """Put a rule on the booking; the caller saves."""
    booking.local_date = recurrence.dtstart.date()
    booking.local_time = recurrence.dtstart.time()
    booking.duration = recurrence.duration
    booking.timezone = recurrence.zone
    booking.rrule = recurrence.rrule or ""
    booking.exdates = [at.isoformat() for at in recurrence.exdates]


def _add(booking: Booking, plan: EditPlan) -> list[Occurrence]:
    confirmed = booking.status == Booking.Status.APPROVED
    status = Occurrence.Status.CONFIRMED if confirmed else Occurrence.Status.TENTATIVE
    added = [
        Occurrence(
            booking=booking,
            office_id=booking.office_id,
            recurrence_start=slot.start,
            starts_at=slot.start,
            ends_at=slot.end,
            status=status,
            updated_at=clock.now(),
        )
        for slot in plan.outcome.added
    ]
    number_occurrences(booking, added, zone_named(booking.timezone))
    return Occurrence.objects.bulk_create(added)


def _wait_again(edit: Edit, booking: Booking, placed: Sequence[Placed]) -> None:
    needs = any(chosen.place.requires_approval for one in placed for chosen in one.placement.chosen)
    decided = booking.status == Booking.Status.APPROVED
    if not (needs and decided) or policy.can(edit.actor, policy.BOOKING_APPROVE, booking):
        return
    booking.status = Booking.Status.REQUESTED
    mark_requested(booking, clock.now())
    for one in placed:
        one.wanted.occurrence.status = Occurrence.Status.TENTATIVE


def _store_times(
    booking: Booking, plan: EditPlan, placed: Sequence[Placed], changes: BookingChanges
) -> None:
    occurrences = []
    for one in placed:
        occurrence = one.wanted.occurrence
        occurrence.starts_at, occurrence.ends_at = one.wanted.slot.start, one.wanted.slot.end
        if plan.scope == "this":
            _own(booking, occurrence, changes)
        occurrences.append(occurrence)
    save_occurrences(
        occurrences, "starts_at", "ends_at", "status", "title", "description", "own_resources"
    )


def _own(booking: Booking, occurrence: Occurrence, changes: BookingChanges) -> None:
    if changes.title is not UNSET:
        occurrence.title = "" if changes.title == booking.title else changes.title
    if changes.description is not UNSET:
        occurrence.description = changes.description
    if changes.resources is not UNSET:
        occurrence.own_resources = True


def _drop(dropped: Sequence[Occurrence]) -> None:
    for one in dropped:
        one.status = Occurrence.Status.CANCELLED
    save_occurrences(dropped, "status")


def _set_plain(booking: Booking, changes: BookingChanges) -> None:
    for name in PLAIN_FIELDS:
        value = getattr(changes, name)
        if value is not UNSET:
            setattr(booking, name, {} if name == "audience" and value is None else value)


def _split(actor: User, booking: Booking, named: Occurrence) -> Booking:
    """End the series before the occurrence and go on from it in a booking of its own."""
    head, tail = split(recurrence_of(booking), named.recurrence_start)
    specs = list(booking.pools.all())
    stored = list(booking.resources.values_list("id", flat=True))
    following = Booking.objects.get(pk=booking.pk)
    following.pk = None
    following._state.adding = True
    following.parent, following.uid = booking, uuid.uuid4()
    following.number = next_booking_number(booking.office, clock.now())
    following.sequence, following.version = 0, 1
    following.created_at = following.updated_at = clock.now()
    write_recurrence(following, tail)
    following.save(force_insert=True)
    following.resources.set(stored)
    PoolRequest.objects.bulk_create(
        PoolRequest(booking=following, kind=s.kind, min_capacity=s.min_capacity, count=s.count)
        for s in specs
    )
    moved = booking.occurrences.filter(recurrence_start__gte=named.recurrence_start)
    moved.update(booking=following)
    if head is not None:
        write_recurrence(booking, head)
    kept = list(booking.occurrences.all())
    save_change(
        booking,
        "changed",
        actor=actor,
        occurrences=kept,
        resource_ids=stored,
        data={"split": following.pk},
    )
    tell(
        following,
        "changed",
        actor=actor,
        occurrences=(),
        resource_ids=(),
        data={"split_from": booking.pk},
    )
    return following


def _span_of(occurrences: Sequence[Occurrence]) -> tuple[datetime, datetime]:
    return min(one.starts_at for one in occurrences), max(one.ends_at for one in occurrences)


def _ways_out(edit: Edit) -> list[Suggestion]:
    booking = Booking.objects.select_related("office").get(pk=edit.booking_id)
    named = named_occurrence(booking, edit.occurrence_id)
    plan = plan_edit(booking, changes=edit.changes, scope=edit.scope, occurrence=named)
    fixed, pools = named_and_pooled(booking.office_id, plan.resource_ids, plan.pool_specs)
    return suggestions(
        booking.office, plan.placing_plan(), fixed=fixed, pools=pools, ignoring=plan.replaced_ids
    )
