"""People and their roles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from allauth.mfa.models import Authenticator

from vcs.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Text
from vcs.core.thai import normalise
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import Office, RoleAssignment, User, WorkGroup


@dataclass(frozen=True, slots=True)
class PersonValues:
    """What a person is entered with; the work group is made where the office has none so named."""

    username: str
    first_name: str = ""
    last_name: str = ""
    title: str = ""
    position: str = ""
    email: str = ""
    work_group: str = ""
    language: str = "th"


@dataclass(frozen=True, slots=True)
class RoleValues:
    """A role, of one's own right or acting for another; both dates are included."""

    role: str
    acting_for: User | None = None
    starts_on: date | None = None
    ends_on: date | None = None


@use_case
def add_user(
    *,
    actor: User | None,
    office: Office,
    values: PersonValues,
    roles: Sequence[str] = (),
    password: str | None = None,
) -> User:
    """Enter a person of an office with their roles; without a password they cannot use one."""
    if actor is not None:
        policy.require(actor, policy.DIRECTORY_MANAGE, office)
    user = _new_user(office, values)
    user.set_password(password)
    user.save()
    for role in roles:
        _give(user, RoleValues(role))
    audit.record(
        actor=actor,
        action="user.added",
        target=user,
        office_id=office.pk,
        data={"username": user.username, "roles": sorted(roles)},
    )
    return user


@use_case
def give_role(*, actor: User | None, user: User, values: RoleValues) -> RoleAssignment:
    """Give a role; giving it again to the same person for the same other changes its dates."""
    if actor is not None:
        policy.require(actor, policy.DIRECTORY_MANAGE, user)
    assignment = _give(user, values)
    audit.record(
        actor=actor,
        action="role.given",
        target=user,
        office_id=user.office_id,
        data=_told(assignment),
    )
    return assignment


@use_case
def end_role(*, actor: User | None, assignment_id: int) -> None:
    """Take a role away at once."""
    assignment = RoleAssignment.objects.select_related("user").filter(pk=assignment_id).first()
    if assignment is None:
        raise NotFound
    if actor is not None:
        policy.require(actor, policy.DIRECTORY_MANAGE, assignment)
    audit.record(
        actor=actor,
        action="role.ended",
        target=assignment.user,
        office_id=assignment.user.office_id,
        data=_told(assignment),
    )
    assignment.delete()


@use_case
def remove_second_factors(*, actor: User, user: User) -> int:
    """Let somebody who lost their phone sign in by password again; how many factors went."""
    policy.require(actor, policy.DIRECTORY_MANAGE, user)
    if user.is_superuser and not actor.is_superuser:
        raise NotAllowed(data={"action": policy.DIRECTORY_MANAGE})
    count, _by_model = Authenticator.objects.filter(user=user).delete()
    audit.record(
        actor=actor,
        action="user.second_factors_removed",
        target=user,
        office_id=user.office_id,
        data={"count": count},
    )
    return int(count)


def _new_user(office: Office, values: PersonValues) -> User:
    username = normalise(values.username)
    if not username:
        raise InvalidInput.field("/username", "required", Text("ต้องระบุชื่อผู้ใช้", "Give a username"))
    if User.objects.filter(username=username).exists():
        raise Conflict(
            Text(f"มีชื่อผู้ใช้ {username} แล้ว", f"The username {username} is taken"),
            pointer="/username",
        )
    group = normalise(values.work_group)
    return User(
        office=office,
        work_group=WorkGroup.objects.get_or_create(office=office, name=group)[0] if group else None,
        username=username,
        first_name=normalise(values.first_name),
        last_name=normalise(values.last_name),
        title=normalise(values.title),
        position=normalise(values.position),
        email=User.objects.normalize_email(normalise(values.email)),
        language=values.language,
    )


def _give(user: User, values: RoleValues) -> RoleAssignment:
    _check(user, values)
    assignment, _made = RoleAssignment.objects.update_or_create(
        user=user,
        role=values.role,
        acting_for=values.acting_for,
        defaults={"starts_on": values.starts_on, "ends_on": values.ends_on},
    )
    policy.forget_roles(user)
    return assignment


def _check(user: User, values: RoleValues) -> None:
    if values.role not in RoleAssignment.Role.values:
        known = ", ".join(RoleAssignment.Role.values)
        raise InvalidInput.field(
            "/role", "unknown_role", Text(f"บทบาทต้องเป็น {known}", f"A role is one of {known}")
        )
    if values.acting_for is not None and values.acting_for.office_id != user.office_id:
        raise InvalidInput.field(
            "/acting_for",
            "other_office",
            Text("ต้องเป็นบุคคลในสำนักงานเดียวกัน", "They must be of the same office"),
        )
    if values.starts_on and values.ends_on and values.starts_on > values.ends_on:
        raise InvalidInput.field(
            "/ends_on",
            "ends_before_start",
            Text("วันสิ้นสุดต้องไม่ก่อนวันเริ่ม", "The last day is before the first"),
        )


def _told(assignment: RoleAssignment) -> dict[str, object]:
    starts_on, ends_on = assignment.starts_on, assignment.ends_on
    return {
        "role": assignment.role,
        "acting_for": assignment.acting_for_id,
        "starts_on": starts_on.isoformat() if starts_on else None,
        "ends_on": ends_on.isoformat() if ends_on else None,
    }
