"""What would happen if a booking were sent now: the live check beside the form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from rooms.errors import ConflictRow, Suggestion
from rooms.models import Booking, Occurrence
from rooms.queries.allowances import allowance_of, open_bookings_of
from rooms.queries.conflicts import conflict_rows
from rooms.queries.edits import EditPlan, plan_edit
from rooms.queries.offices import office_of
from rooms.queries.places import busy_places, named_and_pooled
from rooms.queries.references import require_references
from rooms.queries.suggestions import suggestions
from rooms.rules.placing import Busy, Place, Placement, Pool, place_slots
from rooms.rules.plans import Plan, plan_request
from rooms.rules.quotas import check_allowance
from rooms.rules.requests import BookingChanges, BookingRequest, Scope
from rooms.rules.validation import check_request
from vcs.core import clock
from vcs.core.errors import DomainError, Text
from vcs.core.intervals import Interval
from vcs.directory import policy
from vcs.directory.holidays import office_holidays
from vcs.directory.models import Office, RoleAssignment, User

# No buffer is longer (rooms.services.resources).
DAY = timedelta(days=1)
Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the check list beside the form."""

    code: str
    level: Level
    text: Text
    resource_id: int | None = None


@dataclass(frozen=True, slots=True)
class PoolPreview:
    """How many of a pool are free for every slot, and which would be taken."""

    pool: Pool
    free: int
    chosen: list[int]


@dataclass(slots=True)
class BookingPreview:
    """The answer to "what if": free or not, why, and the ways out."""

    free: bool
    requires_approval: bool
    approvers: list[str]
    hold_hours: int
    occurrences: int
    conflicts: list[ConflictRow] = field(default_factory=list)
    suggestions: list[Suggestion] = field(default_factory=list)
    pools: list[PoolPreview] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)


def preview_booking(actor: User, request: BookingRequest) -> BookingPreview:
    """What sending this request now would give; refuses the same input as sending it would."""
    office = office_of(actor)
    check_request(request)
    plan = plan_request(request)
    require_references(office.pk, request)
    fixed, pools = named_and_pooled(office.pk, request.resources, request.any_of)
    checks = _quota_checks(actor, office, plan)
    return _preview(office, plan, fixed, pools, ignoring=(), checks=checks)


def preview_edit(
    actor: User,
    booking: Booking,
    *,
    changes: BookingChanges,
    scope: Scope,
    occurrence: Occurrence | None = None,
) -> BookingPreview:
    """What this edit would give; what the booking itself holds is not in its own way."""
    policy.require(actor, policy.BOOKING_EDIT, booking)
    require_references(booking.office_id, changes)
    edit: EditPlan = plan_edit(booking, changes=changes, scope=scope, occurrence=occurrence)
    fixed, pools = named_and_pooled(booking.office_id, edit.resource_ids, edit.pool_specs)
    return _preview(
        booking.office, edit.placing_plan(), fixed, pools, ignoring=edit.replaced_ids, checks=[]
    )


def _preview(
    office: Office,
    plan: Plan,
    fixed: Sequence[Place],
    pools: Sequence[Pool],
    *,
    ignoring: Sequence[int],
    checks: list[Check],
) -> BookingPreview:
    ids = {place.id for place in fixed} | {c.id for pool in pools for c in pool.candidates}
    busy = busy_places(ids, plan.span.start - DAY, plan.span.end + DAY, ignoring=ignoring)
    placements = place_slots(plan.slots, fixed=fixed, pools=pools, busy=busy, zone=plan.zone)
    free = all(placement.free for placement in placements)
    chosen = [one.place for placement in placements for one in placement.chosen]
    preview = BookingPreview(
        free=free,
        requires_approval=any(place.requires_approval for place in chosen),
        approvers=approver_names(office) if any(p.requires_approval for p in chosen) else [],
        hold_hours=office.request_hold_hours,
        occurrences=len(plan.slots),
        conflicts=conflict_rows(placements),
        checks=[
            *_place_checks(fixed, placements),
            *holiday_checks(office, plan.slots, plan.zone),
            *checks,
        ],
        pools=[_pool_preview(n, pool, placements, plan, busy) for n, pool in enumerate(pools)],
    )
    if not free:
        preview.suggestions = suggestions(office, plan, fixed=fixed, pools=pools, ignoring=ignoring)
    return preview


def approver_names(office: Office) -> list[str]:
    """Who may approve in the office today, by name."""
    today = clock.now().astimezone(policy.zone_of(office)).date()
    rows = (
        RoleAssignment.objects.filter(
            policy.in_force(today), role=RoleAssignment.Role.APPROVER, user__office=office
        )
        .filter(user__is_active=True)
        .select_related("user")
        .order_by("user_id")
    )
    return list(dict.fromkeys(row.user.display_name for row in rows))


def _pool_preview(
    n: int, pool: Pool, placements: Sequence[Placement], plan: Plan, busy: Busy
) -> PoolPreview:
    free = [
        place
        for place in pool.candidates
        if all(
            busy.is_free(place, slot) and place.opening_hours.covers(slot, plan.zone)
            for slot in plan.slots
        )
    ]
    first = [one.place.id for one in placements[0].chosen if one.pool == n]
    return PoolPreview(pool, len(free), first)


def _place_checks(fixed: Sequence[Place], placements: Sequence[Placement]) -> list[Check]:
    return [_place_check(place, placements) for place in fixed]


def _place_check(place: Place, placements: Sequence[Placement]) -> Check:
    if any(place in placement.closed for placement in placements):
        text = Text(f"{place.name} ไม่เปิดใช้ในเวลานี้", f"{place.name} is not open then")
        return Check("outside_opening_hours", "error", text, place.id)
    clashes = [c for p in placements for c in p.clashes if c.place.id == place.id]
    if clashes:
        times = len({clash.slot for clash in clashes})
        text = Text(f"{place.name} ไม่ว่าง {times} ครั้ง", f"{place.name} is taken {times} times")
        return Check("taken", "error", text, place.id)
    return Check("free", "ok", Text(f"{place.name} ว่าง", f"{place.name} is free"), place.id)


def holiday_checks(office: Office, slots: Sequence[Interval], zone: ZoneInfo) -> list[Check]:
    """A warning where any of the slots falls on a holiday of the office."""
    days = [slot.start.astimezone(zone).date() for slot in slots]
    holidays = {
        holiday.date: holiday.name
        for holiday in office_holidays(office, min(days), max(days))
        if not holiday.is_working_day
    }
    names = [holidays[day] for day in days if day in holidays]
    if not names:
        return []
    text = Text(
        f"ตรงกับวันหยุด {names[0].th} ({len(names)} ครั้ง)",
        f"On a holiday: {names[0].en} ({len(names)} times)",
    )
    return [Check("holiday", "warning", text)]


def _quota_checks(actor: User, office: Office, plan: Plan) -> list[Check]:
    try:
        allowance = allowance_of(actor, office)
        counted = open_bookings_of(actor) if allowance.open_bookings is not None else 0
        check_allowance(allowance, plan.slots, now=clock.now(), open_bookings=counted)
    except DomainError as refusal:
        return [Check(refusal.code, "error", refusal.detail)]
    return []
