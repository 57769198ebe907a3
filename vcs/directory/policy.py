"""Who may do what: `can` for one thing, `visible` for many; a test holds the two together."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeGuard, TypeVar
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, Q, QuerySet

from vcs.core import clock
from vcs.core.errors import NotAllowed
from vcs.core.prepared import Prepared
from vcs.directory import actions
from vcs.directory.actions import (
    ATTENDANCE_CORRECT,
    ATTENDANCE_VIEW,
    AUDIT_VIEW,
    BOOKING_APPROVE,
    BOOKING_CANCEL,
    BOOKING_EDIT,
    BOOKING_REQUEST,
    BOOKING_VIEW,
    BROADCAST_OPERATE,
    BROADCAST_VIEW,
    CLOSURE_MANAGE,
    CONTACT_VIEW,
    DIRECTORY_MANAGE,
    FEED_MANAGE,
    INVITATION_VIEW,
    OFFICE_VIEW,
    REPORT_VIEW,
    RESOURCE_MANAGE,
    RESOURCE_VIEW,
    SCHOOL_MANAGE,
    SCHOOL_VIEW,
    TOKEN_MANAGE,
)
from vcs.directory.models import Office, RoleAssignment, User
from vcs.directory.ownership import Ownership, follow, ownership_of, register

__all__ = [
    "ATTENDANCE_CORRECT",
    "ATTENDANCE_VIEW",
    "AUDIT_VIEW",
    "BOOKING_APPROVE",
    "BOOKING_CANCEL",
    "BOOKING_EDIT",
    "BOOKING_REQUEST",
    "BOOKING_VIEW",
    "BROADCAST_OPERATE",
    "BROADCAST_VIEW",
    "CLOSURE_MANAGE",
    "CONTACT_VIEW",
    "DIRECTORY_MANAGE",
    "FEED_MANAGE",
    "INVITATION_VIEW",
    "OFFICE_VIEW",
    "REPORT_VIEW",
    "RESOURCE_MANAGE",
    "RESOURCE_VIEW",
    "SCHOOL_MANAGE",
    "SCHOOL_VIEW",
    "TOKEN_MANAGE",
    "Ownership",
    "can",
    "everywhere",
    "forget_roles",
    "in_force",
    "permissions",
    "register",
    "require",
    "roles",
    "visible",
    "zone_of",
]

M = TypeVar("M", bound=Model)
Person = User | AnonymousUser | None


def can(user: Person, action: str, obj: Model | None = None) -> bool:
    """Whether the person may do this to this thing; without a thing, to any of their office's."""
    if not _known(user):
        return False
    if obj is None:
        return action in _granted(user) or action in _granted_on_own(user)
    ownership = ownership_of(type(obj))
    if user.office_id is not None and follow(obj, ownership.office) != user.office_id:
        return False
    return action in _granted(user) or _may_as_owner(user, action, obj, ownership)


def require(user: Person, action: str, obj: Model | None = None) -> None:
    """Refuse with NotAllowed what `can` denies."""
    if not can(user, action, obj):
        raise NotAllowed(data={"action": action})


def visible(queryset: QuerySet[M], user: Person) -> QuerySet[M]:
    """The rows whose view `can` allows this person, by one condition and no extra join."""
    if not _known(user):
        return queryset.none()
    ownership = ownership_of(queryset.model)
    in_reach = Q() if user.office_id is None else Q(**{ownership.office: user.office_id})
    if ownership.view in _granted(user):
        return queryset.filter(in_reach)
    if ownership.view in _granted_on_own(user) and ownership.owner:
        return queryset.filter(in_reach, **{ownership.owner: user.pk})
    return queryset.none()


def everywhere(user: Person, action: str) -> bool:
    """Whether the person may do this to all of it there is in their office, not only their own."""
    return _known(user) and action in _granted(user)


def permissions(user: Person) -> list[str]:
    """Every action the person may do somewhere, in a fixed order."""
    return sorted(action for action in actions.ALL if can(user, action))


def roles(user: User) -> frozenset[str]:
    """The roles held today, acting-for included; read once per request, kept on the user."""
    today = clock.now().astimezone(zone_of(user.office)).date()
    kept: tuple[date, frozenset[str]] | None = getattr(user, "_roles_of_day", None)
    if kept is None or kept[0] != today:
        kept = (today, _roles_on(user, today))
        user._roles_of_day = kept  # type: ignore[attr-defined]
    return kept[1]


def forget_roles(user: User) -> None:
    """Read this person's roles anew the next time: they changed, or the object is an old one."""
    user.__dict__.pop("_roles_of_day", None)


def _known(user: Person) -> TypeGuard[User]:
    return isinstance(user, User) and user.is_active


def zone_of(office: Office | None) -> ZoneInfo:
    """The time zone in which an office's days begin; above the offices, the service's own."""
    return ZoneInfo(office.time_zone if office else settings.TIME_ZONE)


def in_force(day: date) -> Q:
    """The condition that a role assignment holds on this day; both its dates are included."""
    begun = Q(starts_on__isnull=True) | Q(starts_on__lte=day)
    return begun & (Q(ends_on__isnull=True) | Q(ends_on__gte=day))


def _roles_on(user: User, day: date) -> frozenset[str]:
    return frozenset(
        role
        for role, starts_on, ends_on in _assignments.rows(user.pk)
        if (starts_on is None or starts_on <= day) and (ends_on is None or day <= ends_on)
    )


def _assignments_of(user_id: int) -> QuerySet[RoleAssignment, Any]:
    held = RoleAssignment.objects.filter(user=user_id)
    return held.values_list("role", "starts_on", "ends_on")


# Asked with every request of everybody.
_assignments = Prepared(_assignments_of, int)


def _granted(user: User) -> frozenset[str]:
    if user.is_superuser:
        return actions.ALL
    if user.office_id is None:
        return actions.VIEWS
    return actions.MEMBER.union(*(actions.BY_ROLE.get(role, ()) for role in roles(user)))


def _granted_on_own(user: User) -> frozenset[str]:
    return actions.OWN.union(*(actions.OWN_BY_ROLE.get(role, ()) for role in roles(user)))


def _may_as_owner(user: User, action: str, obj: Model, ownership: Ownership) -> bool:
    if ownership.owner is None or follow(obj, ownership.owner) != user.pk:
        return False
    if action in actions.OWN_UNTIL_BEGUN and ownership.begun(obj):
        return False
    return action in _granted_on_own(user)
