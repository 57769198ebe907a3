"""Asking for a booking."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from rooms.errors import BookingConflict
from rooms.models import Booking, Hold, Occurrence, PoolRequest
from rooms.queries.allowances import allowance_of, open_bookings_of
from rooms.queries.conflicts import refuse_unplaced
from rooms.queries.offices import days_off, office_of
from rooms.queries.places import named_and_pooled
from rooms.queries.references import require_references
from rooms.queries.suggestions import suggestions
from rooms.rules.placing import Chosen, Place, Placement, Pool, place_slots
from rooms.rules.plans import Plan, plan_request
from rooms.rules.quotas import check_allowance
from rooms.rules.requests import BookingRequest
from rooms.rules.validation import check_request
from rooms.services.holding import busy_for, guarded, hold_rows
from rooms.services.numbers import next_booking_number, number_occurrences
from rooms.services.records import tell
from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.directory import policy
from vcs.directory.models import Office, User


@dataclass(frozen=True, slots=True)
class Asked:
    """A request with all it leads to: whose, when, and on what."""

    actor: User
    office: Office
    request: BookingRequest
    plan: Plan
    fixed: Sequence[Place]
    pools: Sequence[Pool]


def request_booking(*, actor: User, request: BookingRequest) -> Booking:
    """Ask for a booking: requested and held from now, or approved where nothing needs approval.

    A draft holds nothing. A collision refuses the whole of it, unless `on_conflict` is "skip":
    then the taken dates stay as skipped occurrences that can be tried again.
    """
    policy.require(actor, policy.BOOKING_REQUEST)
    office = office_of(actor)
    check_request(request)
    plan = plan_request(request)
    require_allowance(actor, office, plan)
    require_references(office.pk, request)
    try:
        return _store(actor, office, request, plan)
    except BookingConflict as conflict:
        fixed, pools = named_and_pooled(office.pk, request.resources, request.any_of)
        conflict.suggestions = suggestions(office, plan, fixed=fixed, pools=pools)
        raise


def require_allowance(actor: User, office: Office, plan: Plan) -> None:
    """Refuse what the person's roles may not ask for."""
    allowance = allowance_of(actor, office)
    counted = open_bookings_of(actor) if allowance.open_bookings is not None else 0
    check_allowance(allowance, plan.slots, now=clock.now(), open_bookings=counted)


@use_case
def _store(actor: User, office: Office, request: BookingRequest, plan: Plan) -> Booking:
    fixed, pools = named_and_pooled(office.pk, request.resources, request.any_of, lock=True)
    asked = Asked(actor, office, request, plan, fixed, pools)
    placements = _placements(asked)
    booking = _insert_booking(asked, placements)
    occurrences = _insert_occurrences(asked, booking, placements)
    _insert_holds(asked, booking, occurrences, placements)
    used = {one.place.id for placement in placements for one in placement.chosen}
    what = booking.status if not request.draft else "drafted"
    tell(booking, what, actor=actor, occurrences=occurrences, resource_ids=used)  # type: ignore[arg-type]
    return booking


def _placements(asked: Asked) -> list[Placement]:
    """What each slot gets; of named resources that hold at once the database has the last word."""
    request = asked.request
    if request.draft and not asked.pools:
        return [_unlooked(asked, n) for n in range(len(asked.plan.slots))]
    # One date is looked up faster than written in vain; of many the database is asked once.
    single = len(asked.plan.slots) == 1
    if single or request.on_conflict == "skip" or asked.pools or not _all_hold(asked.fixed):
        placements = _looked(asked)
        mark_holidays(asked, placements)
    else:
        placements = [_unlooked(asked, n) for n in range(len(asked.plan.slots))]
    keeps_some = request.on_conflict == "skip" and any(one.free for one in placements)
    if not request.draft and not keeps_some:
        refuse_unplaced(placements)
    return placements


def _looked(asked: Asked) -> list[Placement]:
    plan = asked.plan
    busy = busy_for(plan.span, asked.fixed, asked.pools)
    return place_slots(plan.slots, fixed=asked.fixed, pools=asked.pools, busy=busy, zone=plan.zone)


def mark_holidays(asked: Asked, placements: Sequence[Placement]) -> None:
    """Leave the office's holidays out of a series that may skip dates."""
    if asked.request.on_conflict != "skip" or asked.plan.recurrence.rrule is None:
        return
    days = [one.slot.start.astimezone(asked.plan.zone).date() for one in placements]
    off = days_off(asked.office, min(days), max(days))
    for placement, day in zip(placements, days, strict=True):
        placement.holiday = day in off


def _unlooked(asked: Asked, n: int) -> Placement:
    slot = asked.plan.slots[n]
    closed = [p for p in asked.fixed if not p.opening_hours.covers(slot, asked.plan.zone)]
    return Placement(slot, [Chosen(place) for place in asked.fixed], closed=closed)


def _all_hold(fixed: Sequence[Place]) -> bool:
    waits = any(place.requires_approval for place in fixed)
    return not waits or all(place.request_holds for place in fixed)


def _insert_booking(asked: Asked, placements: Sequence[Placement]) -> Booking:
    request, now = asked.request, clock.now()
    status = _first_status(request, placements)
    booking = Booking(
        office=asked.office,
        number=next_booking_number(asked.office, now),
        uid=uuid.uuid4(),
        title=request.title,
        description=request.description,
        kind=request.kind,
        status=status,
        requester=asked.actor,
        work_group_id=asked.actor.work_group_id,
        timezone=request.timezone,
        local_date=asked.plan.local_start.date(),
        local_time=asked.plan.local_start.time(),
        duration=asked.plan.duration,
        rrule=asked.plan.recurrence.rrule or "",
        exdates=[at.isoformat() for at in asked.plan.recurrence.exdates],
        on_conflict=request.on_conflict,
        series_id=request.series,
        audience=dict(request.audience or {}),
        conference=dict(request.conference) if request.conference is not None else None,
        broadcast=dict(request.broadcast) if request.broadcast is not None else None,
        decided_at=now if status == Booking.Status.APPROVED else None,
        created_at=now,
        updated_at=now,
    )
    mark_requested(booking, now)
    booking.save(force_insert=True)
    through = Booking.resources.through
    through.objects.bulk_create(
        [through(booking_id=booking.pk, resource_id=place.id) for place in asked.fixed]
    )
    return booking


def mark_requested(booking: Booking, now: datetime) -> None:
    """Note when it was asked for and, while it waits, until when its slots are kept."""
    if booking.status == Booking.Status.DRAFT:
        return
    booking.requested_at = now
    waits = booking.status == Booking.Status.REQUESTED
    hours = timedelta(hours=booking.office.request_hold_hours)
    booking.hold_expires_at = now + hours if waits else None


def _first_status(request: BookingRequest, placements: Sequence[Placement]) -> Booking.Status:
    if request.draft:
        return Booking.Status.DRAFT
    return status_on(placements)


def status_on(placements: Sequence[Placement]) -> Booking.Status:
    """Requested where any of what it gets needs approval, else approved at once."""
    chosen = (one.place for placement in placements if placement.free for one in placement.chosen)
    if any(place.requires_approval for place in chosen):
        return Booking.Status.REQUESTED
    return Booking.Status.APPROVED


def _insert_occurrences(
    asked: Asked, booking: Booking, placements: Sequence[Placement]
) -> list[Occurrence]:
    now = clock.now()
    occurrences = [
        Occurrence(
            booking=booking,
            office=asked.office,
            recurrence_start=placement.slot.start,
            starts_at=placement.slot.start,
            ends_at=placement.slot.end,
            status=occurrence_status(booking, placement),
            skipped_reason=skipped_reason(booking, placement),
            updated_at=now,
        )
        for placement in placements
    ]
    number_occurrences(booking, occurrences, asked.plan.zone)
    return Occurrence.objects.bulk_create(occurrences)


def occurrence_status(booking: Booking, placement: Placement) -> Occurrence.Status:
    """What an occurrence is while its booking has its status and it got this place, or none."""
    if not placement.free and booking.status != Booking.Status.DRAFT:
        return Occurrence.Status.SKIPPED
    if booking.status == Booking.Status.APPROVED:
        return Occurrence.Status.CONFIRMED
    return Occurrence.Status.TENTATIVE


def skipped_reason(booking: Booking, placement: Placement) -> str:
    """Why a date was left out: `holiday`, `taken` or `outside_opening_hours`; else empty."""
    if placement.free or booking.status == Booking.Status.DRAFT:
        return ""
    if placement.holiday:
        return "holiday"
    return "taken" if placement.clashes else "outside_opening_hours"


def _insert_holds(
    asked: Asked,
    booking: Booking,
    occurrences: Sequence[Occurrence],
    placements: Sequence[Placement],
) -> None:
    pools = PoolRequest.objects.bulk_create(
        PoolRequest(booking=booking, kind=s.kind, min_capacity=s.min_capacity, count=s.count)
        for s in asked.request.any_of
    )
    rows = [
        row
        for occurrence, placement in zip(occurrences, placements, strict=True)
        if occurrence.status != Occurrence.Status.SKIPPED
        for row in hold_rows(occurrence, placement, status=booking.status, pools=pools)
    ]
    with guarded(partial(_looked, asked)):
        Hold.objects.bulk_create(rows)
