from __future__ import annotations

from datetime import date

import pytest

from vcs.core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from vcs.directory import policy
from vcs.directory.models import AuditEntry, Office, RoleAssignment, User, WorkGroup
from vcs.directory.services import PersonValues, RoleValues, add_user, end_role, give_role

Role = RoleAssignment.Role


def test_add_user_enters_a_person_of_the_office(office: Office, admin_user: User) -> None:
    values = PersonValues(
        username=" somchai ",
        first_name="สมชาย",
        email="A@Example.ORG",
        work_group="กลุ่มนโยบายและแผน",
    )
    user = add_user(actor=admin_user, office=office, values=values, roles=[Role.REQUESTER])
    stored = User.objects.get(pk=user.pk)
    assert (stored.username, stored.office, stored.email) == ("somchai", office, "A@example.org")
    assert stored.work_group == WorkGroup.objects.get(office=office)
    assert policy.roles(stored) == {Role.REQUESTER}
    assert not stored.has_usable_password()
    assert not stored.is_superuser
    entry = AuditEntry.objects.get(action="user.added")
    assert (entry.actor, entry.target_id, entry.data["roles"]) == (
        admin_user,
        user.pk,
        [Role.REQUESTER],
    )


def test_add_user_needs_the_admin_of_that_office(
    office: Office, operator: User, stranger: User
) -> None:
    for person in (operator, stranger):
        with pytest.raises(NotAllowed):
            add_user(actor=person, office=office, values=PersonValues("new"))
    assert not User.objects.filter(username="new").exists()


def test_add_user_refuses_a_name_taken_or_missing(office: Office, clerk: User) -> None:
    with pytest.raises(Conflict) as taken:
        add_user(actor=None, office=office, values=PersonValues("clerk"))
    assert taken.value.pointer == "/username"
    with pytest.raises(InvalidInput):
        add_user(actor=None, office=office, values=PersonValues("  "))


def test_add_user_with_an_unknown_role_adds_nobody(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        add_user(actor=None, office=office, values=PersonValues("new"), roles=["king"])
    assert refused.value.errors[0].pointer == "/role"
    assert not User.objects.exists()


def test_give_role_again_changes_its_dates(clerk: User, deputy: User, admin_user: User) -> None:
    for day in (1, 9):
        values = RoleValues(Role.APPROVER, acting_for=deputy, starts_on=date(2026, 3, day))
        give_role(actor=admin_user, user=clerk, values=values)
    assert clerk.role_assignments.get(role=Role.APPROVER).starts_on == date(2026, 3, 9)
    assert AuditEntry.objects.filter(action="role.given").count() == 2


def test_give_role_counts_at_once_on_the_same_object(clerk: User) -> None:
    assert not policy.can(clerk, policy.RESOURCE_MANAGE)
    give_role(actor=None, user=clerk, values=RoleValues(Role.OPERATOR))
    assert policy.can(clerk, policy.RESOURCE_MANAGE)


def test_give_role_refuses_dates_and_persons_that_cannot_be(clerk: User, stranger: User) -> None:
    backwards = RoleValues(Role.APPROVER, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 1))
    for values, pointer in (
        (backwards, "/ends_on"),
        (RoleValues(Role.APPROVER, acting_for=stranger), "/acting_for"),
    ):
        with pytest.raises(InvalidInput) as refused:
            give_role(actor=None, user=clerk, values=values)
        assert refused.value.errors[0].pointer == pointer


def test_end_role_takes_it_away(clerk: User, admin_user: User, stranger: User) -> None:
    assignment = clerk.role_assignments.get()
    with pytest.raises(NotAllowed):
        end_role(actor=stranger, assignment_id=assignment.pk)
    end_role(actor=admin_user, assignment_id=assignment.pk)
    assert policy.roles(User.objects.get(pk=clerk.pk)) == frozenset()
    assert AuditEntry.objects.get(action="role.ended").data["role"] == Role.REQUESTER
    with pytest.raises(NotFound):
        end_role(actor=admin_user, assignment_id=assignment.pk)
