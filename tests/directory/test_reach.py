from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Model

from rooms.models import Booking, Occurrence
from vcs.core import clock
from vcs.directory import actions, policy
from vcs.directory.models import Office, RoleAssignment, User
from vcs.directory.reach import people_who

Role = RoleAssignment.Role
pytestmark = pytest.mark.django_db


@pytest.fixture
def everybody(office: Office, other_office: Office, make_user: Callable[..., User]) -> list[User]:
    """One of each role in two offices, some above the offices, some who left, one acting."""
    users = [
        make_user(where, f"{where.code}-{role}", role)
        for where in (office, other_office)
        for role in Role
    ]
    users += [
        make_user(office, "nobody"),
        make_user(office, "left", Role.OFFICE_ADMIN, is_active=False),
        make_user(office, "root", is_superuser=True),
        make_user(other_office, "other-root", is_superuser=True),
        make_user(None, "above"),
        make_user(None, "above-root", is_superuser=True),
    ]
    acting = make_user(office, "acting")
    today = clock.now().date()
    RoleAssignment.objects.create(
        user=acting,
        role=Role.APPROVER,
        acting_for=users[0],
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=1),
    )
    return [*users, acting]


def occurrence_of(requester: User, starts_at_hours: int) -> Occurrence:
    now = clock.now()
    starts_at = now + timedelta(hours=starts_at_hours)
    booking = Booking.objects.create(
        office=requester.office,
        number="VC-2569-0001",
        uid="8f0d8c53-6a43-4c8f-9a2e-1f0c6f6f0002",
        title="ประชุม",
        status=Booking.Status.APPROVED,
        requester=requester,
        timezone="Asia/Bangkok",
        local_date=starts_at.date(),
        local_time=starts_at.time(),
        duration=timedelta(hours=1),
        created_at=now,
        updated_at=now,
    )
    return Occurrence.objects.create(
        booking=booking,
        office=booking.office,
        recurrence_start=starts_at,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        status=Occurrence.Status.CONFIRMED,
        updated_at=now,
    )


def those_who_can(action: str, obj: Model, everybody: list[User]) -> set[str]:
    fresh = User.objects.filter(pk__in=[user.pk for user in everybody])
    return {user.username for user in fresh if policy.can(user, action, obj)}


@pytest.mark.parametrize("action", sorted(actions.ALL))
def test_people_who_are_those_who_can(action: str, everybody: list[User]) -> None:
    requester = User.objects.get(username=f"9901-{Role.REQUESTER}")
    things: list[Model] = [
        requester.office,  # type: ignore[list-item]
        requester,
        occurrence_of(requester, starts_at_hours=1),
    ]
    for thing in things:
        found = set(people_who(action, thing).values_list("username", flat=True))
        assert found == those_who_can(action, thing, everybody), thing


@pytest.mark.parametrize("action", sorted(actions.OWN_UNTIL_BEGUN))
def test_people_who_may_change_what_has_begun_leave_out_its_owner(
    action: str, everybody: list[User]
) -> None:
    requester = User.objects.get(username=f"9901-{Role.REQUESTER}")
    begun = occurrence_of(requester, starts_at_hours=-1)
    found = set(people_who(action, begun).values_list("username", flat=True))
    assert found == those_who_can(action, begun, everybody)
    assert requester.username not in found


def test_people_are_read_in_one_query(
    office: Office, everybody: list[User], django_assert_num_queries: Callable[..., object]
) -> None:
    people = people_who(policy.BOOKING_VIEW, office)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        list(people.values_list("pk", flat=True))
