"""The policy the other way round: who may do a thing, where `can` says whether one may."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Model, Q, QuerySet

from vcs.core import clock
from vcs.directory import actions
from vcs.directory.models import Office, RoleAssignment, User
from vcs.directory.ownership import Ownership, follow, ownership_of
from vcs.directory.policy import in_force, zone_of


def people_who(action: str, obj: Model) -> QuerySet[User]:
    """The active people for whom `policy.can(person, action, obj)` holds, read in one query."""
    ownership = ownership_of(type(obj))
    office_id = follow(obj, ownership.office)
    in_office, above = Q(office=office_id), Q(office=None)
    office = Office.objects.filter(pk=office_id).first() if office_id else None
    may = Q(is_superuser=True)
    if action in actions.VIEWS:
        may |= above
    granted = Q(pk__gt=0) if action in actions.MEMBER else _holds(action, actions.BY_ROLE, office)
    may |= in_office & granted
    may |= _as_owner(action, obj, ownership, office)
    return User.objects.filter((in_office | above) & may, is_active=True)


def _as_owner(action: str, obj: Model, ownership: Ownership, office: Office | None) -> Q:
    """Nobody (a condition that never holds) where ownership gives nothing for this action."""
    over = action in actions.OWN_UNTIL_BEGUN and ownership.begun(obj)
    if ownership.owner is None or over:
        return Q(pk__in=())
    owner = Q(pk=follow(obj, ownership.owner))
    return owner if action in actions.OWN else owner & _holds(action, actions.OWN_BY_ROLE, office)


def _holds(action: str, by_role: Mapping[str, frozenset[str]], office: Office | None) -> Q:
    today = clock.now().astimezone(zone_of(office)).date()
    granting = [role for role, granted in by_role.items() if action in granted]
    held = RoleAssignment.objects.filter(in_force(today), role__in=granting)
    return Q(pk__in=held.values("user_id"))
