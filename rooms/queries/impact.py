"""What approving a request would do, shown before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q

from rooms.errors import ConflictRow
from rooms.models import Booking, Hold, Occurrence
from rooms.queries.audience import expected_schools
from rooms.queries.conflicts import conflict_rows
from rooms.queries.places import busy_places, place_of
from rooms.queries.previews import Check, holiday_checks
from rooms.rules.placing import Clash, Placement
from vcs.core import clock
from vcs.core.errors import Text
from vcs.core.intervals import Interval
from vcs.core.recurrence import zone_named
from vcs.directory import policy
from vcs.directory.models import User


@dataclass(frozen=True, slots=True)
class PushedOut:
    """Another request that waits for the same time and could no longer be had."""

    booking_id: int
    number: str
    title: str
    requester: str
    resource_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(slots=True)
class ApprovalImpact:
    """What stands in the way of an approval, whom it pushes out, and what it sets going."""

    conflicts: list[ConflictRow] = field(default_factory=list)
    pushed_out: list[PushedOut] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    schools: int = 0
    conference: bool = False
    broadcast: bool = False


def approval_impact(user: User, booking: Booking) -> ApprovalImpact:
    """Look at a waiting request as an approver would; nothing is locked, nothing written."""
    policy.require(user, policy.BOOKING_VIEW, booking)
    waiting = list(
        booking.occurrences.filter(
            status=Occurrence.Status.TENTATIVE, ends_at__gt=clock.now()
        ).order_by("starts_at")
    )
    impact = ApprovalImpact(
        schools=expected_schools(booking).count(),
        conference=booking.conference is not None,
        broadcast=booking.broadcast is not None,
    )
    if waiting:
        impact.conflicts = conflict_rows(_clashes(waiting))
        impact.pushed_out = _pushed_out(booking, waiting)
        slots = [Interval(one.starts_at, one.ends_at) for one in waiting]
        impact.checks = [
            _free_check(impact.conflicts),
            *holiday_checks(booking.office, slots, zone_named(booking.timezone)),
        ]
    return impact


def _clashes(waiting: Sequence[Occurrence]) -> list[Placement]:
    ids = {one.pk: one for one in waiting}
    holds = list(
        Hold.objects.filter(occurrence__in=waiting)
        .select_related("resource")
        .order_by("hold_start")
    )
    if not holds:
        return []
    busy = busy_places(
        {hold.resource_id for hold in holds},
        min(hold.hold_start for hold in holds),
        max(hold.hold_end for hold in holds),
        ignoring=ids,
    )
    placements = []
    for hold in holds:
        one = ids[hold.occurrence_id or 0]
        slot = Interval(one.starts_at, one.ends_at)
        taken = busy.overlapping(hold.resource_id, Interval(hold.hold_start, hold.hold_end))
        place = place_of(hold.resource)
        placements.append(Placement(slot, clashes=[Clash(slot, place, row) for row in taken]))
    return placements


def _pushed_out(booking: Booking, waiting: Sequence[Occurrence]) -> list[PushedOut]:
    mine = list(Hold.objects.filter(occurrence__in=waiting))
    if not mine:
        return []
    overlapping = Q()
    for hold in mine:
        overlapping |= Q(
            resource_id=hold.resource_id, hold_start__lt=hold.hold_end, hold_end__gt=hold.hold_start
        )
    rows = (
        Hold.objects.filter(
            overlapping, active=False, occurrence__booking__status=Booking.Status.REQUESTED
        )
        .exclude(occurrence__booking=booking)
        .select_related("occurrence__booking__requester")
        .order_by("hold_start", "id")
    )
    return [_pushed(row) for row in rows]


def _pushed(hold: Hold) -> PushedOut:
    occurrence = hold.occurrence
    assert occurrence is not None  # noqa: S101 - the query asks for holds of occurrences
    other = occurrence.booking
    return PushedOut(
        booking_id=other.pk,
        number=other.number,
        title=other.title,
        requester=other.requester.display_name,
        resource_id=hold.resource_id,
        starts_at=occurrence.starts_at,
        ends_at=occurrence.ends_at,
    )


def _free_check(conflicts: Sequence[ConflictRow]) -> Check:
    if conflicts:
        first = conflicts[0].resource_name
        return Check("taken", "error", Text(f"{first} ไม่ว่างแล้ว", f"{first} is taken by now"))
    return Check("free", "ok", Text("ห้องและทรัพยากรว่าง", "All resources are free"))
