"""Ways out of a conflict, from one look at what is taken."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import timedelta

from rooms.errors import Suggestion
from rooms.models import Booking, Occurrence
from rooms.queries.edits import plan_of_occurrences
from rooms.queries.offices import days_off
from rooms.queries.places import (
    bookable,
    busy_places,
    named_and_pooled,
    place_of,
    pool_specs,
)
from rooms.rules.placing import Place, Pool
from rooms.rules.plans import Plan
from rooms.rules.suggesting import DAYS_AHEAD, FARTHEST_SHIFT, Ways
from vcs.core import clock
from vcs.directory.models import Office

SATURDAY = 5


def suggestions(
    office: Office,
    plan: Plan,
    *,
    fixed: Sequence[Place],
    pools: Sequence[Pool],
    ignoring: Collection[int] = (),
) -> list[Suggestion]:
    """At most three ways to have the whole plan: nearest time, another room, another day."""
    kinds = {place.kind for place in fixed}
    others = [place_of(row) for row in bookable(office.pk).filter(kind__in=kinds)]
    looked_at = {place.id for place in (*others, *(c for pool in pools for c in pool.candidates))}
    span = plan.span
    busy = busy_places(
        looked_at,
        span.start - FARTHEST_SHIFT - timedelta(days=1),
        span.end + timedelta(days=DAYS_AHEAD + 1),
        ignoring=ignoring,
    )
    first = plan.slots[0].start.astimezone(plan.zone).date()
    off = days_off(office, first, first + timedelta(days=DAYS_AHEAD + 1))
    return Ways(
        plan.slots,
        fixed=fixed,
        pools=pools,
        others=others,
        busy=busy,
        zone=plan.zone,
        working_day=lambda day: day.weekday() < SATURDAY and day not in off,
        not_before=min(clock.now(), span.start),
    ).all()


def suggestions_for(booking: Booking, occurrences: Sequence[Occurrence]) -> list[Suggestion]:
    """Ways out for occurrences of a stored booking, as they stand."""
    named = list(booking.resources.order_by("id").values_list("id", flat=True))
    fixed, pools = named_and_pooled(booking.office_id, named, pool_specs(booking.pools.all()))
    plan = plan_of_occurrences(booking, occurrences)
    ignoring = [one.pk for one in occurrences]
    return suggestions(booking.office, plan, fixed=fixed, pools=pools, ignoring=ignoring)
