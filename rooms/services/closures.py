"""Taking a resource out of use for a time."""

from __future__ import annotations

from datetime import datetime

from rooms import events
from rooms.models import Closure, Hold, Resource
from rooms.queries.places import busy_places, place_of
from rooms.rules.placing import Clash, Placement
from rooms.rules.validation import check_times
from rooms.services.holding import guarded
from vcs.core.errors import NotFound, Text
from vcs.core.intervals import Interval
from vcs.core.text import line
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import User

REASON_GRAPHEMES = 120


@use_case
def create_closure(
    *, actor: User, resource_id: int, starts_at: datetime, ends_at: datetime, reason: str
) -> Closure:
    """Close a resource; refused while bookings hold it then, so that nobody is left standing."""
    policy.require(actor, policy.CLOSURE_MANAGE)
    check_times(starts_at, ends_at)
    words = line(reason, REASON_GRAPHEMES, "/reason")
    resource = locked_resource(actor, resource_id)
    closure = Closure.objects.create(
        resource=resource, starts_at=starts_at, ends_at=ends_at, reason=words, created_by=actor
    )
    slot = Interval(starts_at, ends_at)
    with guarded(lambda: [_in_the_way(resource, slot)]):
        Hold.objects.create(
            resource=resource, closure=closure, hold_start=slot.start, hold_end=slot.end
        )
    _tell(closure, actor, "closure.created")
    return closure


@use_case
def delete_closure(*, actor: User, closure_id: int) -> None:
    """Open the resource again; the history keeps that it was closed."""
    policy.require(actor, policy.CLOSURE_MANAGE)
    rows = policy.visible(Closure.objects.all(), actor).select_related("resource")
    closure = rows.filter(pk=closure_id).first()
    if closure is None:
        raise NotFound(Text("ไม่พบช่วงปิดใช้นี้", "There is no such closure"))
    _tell(closure, actor, "closure.deleted")
    closure.delete()


def locked_resource(actor: User, resource_id: int, *, retired: bool = False) -> Resource:
    """The resource in use (or `retired`, too), its row locked, if the person's office has it."""
    known = Resource.objects.all() if retired else Resource.objects.filter(is_active=True)
    rows = policy.visible(known, actor)
    resource = rows.select_for_update().filter(pk=resource_id).first()
    if resource is None:
        raise NotFound(Text("ไม่พบทรัพยากรนี้", "There is no such resource"))
    return resource


def _in_the_way(resource: Resource, slot: Interval) -> Placement:
    place = place_of(resource)
    taken = busy_places([resource.pk], slot.start, slot.end).overlapping(resource.pk, slot)
    return Placement(slot, clashes=[Clash(slot, place, one) for one in taken])


def _tell(closure: Closure, actor: User, action: str) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=closure,
        office_id=closure.resource.office_id,
        data={"resource": closure.resource_id, "reason": closure.reason},
    )
    events.closure_changed(closure)
