"""`can` and `visible` say the same of every row, to everyone; offices are strictly apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model

from rooms.models import (
    Booking,
    BookingPolicy,
    Closure,
    Hold,
    MeetingSeries,
    Occurrence,
    PoolRequest,
    Resource,
)
from vcs.core import clock
from vcs.core.errors import NotAllowed
from vcs.directory import actions, policy
from vcs.directory.models import (
    ApiToken,
    AuditEntry,
    Cluster,
    Contact,
    Office,
    OfficeHoliday,
    RoleAssignment,
    School,
    User,
    ViewingSite,
    WorkGroup,
)
from vcs.directory.ownership import ownership_of

Role = RoleAssignment.Role
MakeUser = Callable[..., User]
NOON = datetime(2026, 3, 2, 5, tzinfo=UTC)
OURS = {"directory", "rooms", "attendance", "vcs_sessions", "broadcasts", "calendars", "reports"}


def _fill(office: Office, owner: User) -> Iterator[Model]:
    """A row of every model of the directory and of rooms, in this office."""
    yield office
    yield owner
    yield WorkGroup.objects.create(office=office, name="กลุ่มอำนวยการ")
    yield RoleAssignment.objects.filter(user=owner).first() or RoleAssignment.objects.create(
        user=owner, role=Role.REQUESTER
    )
    yield Cluster.objects.create(office=office, name="กลุ่มเครือข่ายที่ 1")
    school = School.objects.create(office=office, name="โรงเรียนบ้านทดสอบ")
    yield school
    yield Contact.objects.create(school=school, kind="director", name="ผอ.")
    yield ViewingSite.objects.create(office=office, name="จุด 1", host=school)
    yield OfficeHoliday.objects.create(office=office, date=date(2026, 1, 5), name="หยุด")
    yield ApiToken.objects.create(user=owner, name="n", digest=uuid4().hex)
    yield AuditEntry.objects.create(
        office=office, action="x", target_type="directory.office", target_id=office.pk, at=NOON
    )
    yield from _fill_rooms(office, owner)


def _fill_rooms(office: Office, owner: User) -> Iterator[Model]:
    room = Resource.objects.create(office=office, name="ห้อง", kind="room")
    yield room
    yield BookingPolicy.objects.create(office=office, role=Role.REQUESTER)
    yield MeetingSeries.objects.create(office=office, name="ผู้บริหาร", kind="directors_meeting")
    booking = Booking.objects.create(
        office=office,
        number="VC-1",
        uid=uuid4(),
        title="ประชุม",
        status="approved",
        requester=owner,
        timezone="Asia/Bangkok",
        local_date=date(2026, 3, 2),
        local_time=time(12),
        duration=timedelta(hours=1),
        created_at=NOON,
        updated_at=NOON,
    )
    yield booking
    yield PoolRequest.objects.create(booking=booking, kind="licence")
    end = NOON + timedelta(hours=1)
    occurrence = Occurrence.objects.create(
        booking=booking,
        office=office,
        recurrence_start=NOON,
        starts_at=NOON,
        ends_at=end,
        status="confirmed",
        updated_at=NOON,
    )
    yield occurrence
    yield Hold.objects.create(resource=room, occurrence=occurrence, hold_start=NOON, hold_end=end)
    yield Closure.objects.create(
        resource=room,
        starts_at=end,
        ends_at=end + timedelta(hours=1),
        reason="ซ่อม",
        created_by=owner,
    )


@pytest.fixture
def rows(office: Office, other_office: Office, make_user: MakeUser) -> list[Model]:
    """Rows of every kind in both offices, and tokens and people above them."""
    above = make_user(None, "above", Role.REQUESTER)
    return [
        *_fill(office, make_user(office, "owner", Role.REQUESTER)),
        *_fill(other_office, make_user(other_office, "other-owner", Role.REQUESTER)),
        above,
        ApiToken.objects.create(user=above, name="n", digest=uuid4().hex),
        AuditEntry.objects.create(action="x", target_type="t", target_id=0, at=NOON),
    ]


def _people(office: Office, make_user: MakeUser) -> Iterator[policy.Person]:
    for count in (0, 1, 2):
        for number, held in enumerate(combinations(Role, count)):
            yield make_user(office, f"with-{count}-{number}", *held)
    yield User.objects.get(username="owner")
    yield User.objects.get(username="other-owner")
    yield User.objects.get(username="above")
    yield make_user(office, "super", is_superuser=True)
    yield make_user(office, "gone", *Role, is_active=False)
    yield make_user(None, "reader")
    yield make_user(None, "root", is_superuser=True)
    yield AnonymousUser()
    yield None


def test_can_and_visible_agree_on_every_row_for_everyone(
    office: Office, make_user: MakeUser, rows: list[Model]
) -> None:
    models = {type(row) for row in rows}
    with clock.freeze(NOON - timedelta(days=1)):
        for person in _people(office, make_user):
            for model in models:
                everything = list(model._default_manager.all())
                view = ownership_of(model).view
                allowed = {row.pk for row in everything if policy.can(person, view, row)}
                seen = set(
                    policy.visible(model._default_manager.all(), person).values_list(
                        "pk", flat=True
                    )
                )
                assert seen == allowed, (person, model)


def test_nobody_of_an_office_sees_or_does_anything_in_another(
    office: Office, other_office: Office, make_user: MakeUser, rows: list[Model]
) -> None:
    foreign = [row for row in rows if _office_of(row) != office.pk]
    people = [
        p for p in _people(office, make_user) if isinstance(p, User) and p.office_id == office.pk
    ]
    assert len(people) > 10
    assert len(foreign) > 15
    for person in people:
        for row in foreign:
            done = [action for action in actions.ALL if policy.can(person, action, row)]
            assert done == [], (person, row)
            assert not policy.visible(type(row)._default_manager.filter(pk=row.pk), person).exists()


def _office_of(row: Model) -> Any:
    value: Any = row
    for step in ownership_of(type(row)).office.split("__"):
        value = getattr(value, step) if value is not None else None
    return getattr(value, "pk", value)


def test_above_the_offices_everything_is_read_and_only_superusers_act(
    obec: User, root: User, rows: list[Model]
) -> None:
    for row in rows:
        view = ownership_of(type(row)).view
        if view != actions.TOKEN_MANAGE:
            assert policy.can(obec, view, row)
        assert all(policy.can(root, action, row) for action in actions.ALL)
        acts = [action for action in actions.ALL if policy.can(obec, action, row)]
        assert set(acts) <= set(actions.VIEWS)


def test_someone_deactivated_sees_and_does_nothing(
    office: Office, make_user: MakeUser, rows: list[Model]
) -> None:
    gone = make_user(office, "gone", *Role, is_active=False, is_superuser=True)
    assert policy.permissions(gone) == []
    for row in rows:
        assert not any(policy.can(gone, action, row) for action in actions.ALL)
        assert not policy.visible(type(row)._default_manager.all(), gone).exists()


def test_every_model_of_ours_leads_to_an_office() -> None:
    for model in apps.get_models():
        if model._meta.app_label in OURS and not model._meta.auto_created:
            assert ownership_of(model).office


@pytest.mark.parametrize(
    ("role", "may", "may_not"),
    [
        (Role.REQUESTER, "booking.request", "booking.approve"),
        (Role.REQUESTER, "school.view", "school.manage"),
        (Role.APPROVER, "booking.approve", "resource.manage"),
        (Role.OPERATOR, "broadcast.operate", "booking.approve"),
        (Role.OPERATOR, "closure.manage", "directory.manage"),
        (Role.REPORTER, "attendance.correct", "booking.request"),
        (Role.OFFICE_ADMIN, "directory.manage", "booking.approve"),
    ],
)
def test_a_role_may_its_own_things_only(
    office: Office, make_user: MakeUser, role: Role, may: str, may_not: str
) -> None:
    user = make_user(office, "somebody", role)
    assert policy.can(user, may, office)
    assert not policy.can(user, may_not, office)
    with pytest.raises(NotAllowed) as refused:
        policy.require(user, may_not, office)
    assert refused.value.data == {"action": may_not}


def test_a_requester_edits_only_their_own_bookings(
    office: Office, clerk: User, make_user: MakeUser
) -> None:
    list(_fill(office, clerk))
    booking = Booking.objects.get()
    colleague = make_user(office, "colleague", Role.REQUESTER)
    with clock.freeze(NOON - timedelta(hours=1)):
        for action in (policy.BOOKING_EDIT, policy.BOOKING_CANCEL):
            assert policy.can(clerk, action, booking)
            assert not policy.can(colleague, action, booking)
    assert policy.can(clerk, policy.ATTENDANCE_VIEW, booking)
    assert not policy.can(colleague, policy.ATTENDANCE_VIEW, booking)
    assert policy.can(colleague, policy.BOOKING_VIEW, booking)


def test_a_requester_loses_an_edit_once_it_is_over_and_an_operator_does_not(
    office: Office, clerk: User, operator: User
) -> None:
    list(_fill(office, clerk))
    booking = Booking.objects.get()
    with clock.freeze(NOON + timedelta(days=1)):
        assert not policy.can(clerk, policy.BOOKING_EDIT, booking)
        assert policy.can(operator, policy.BOOKING_EDIT, booking)


def test_a_stand_in_approves_between_the_two_dates_only(
    office: Office, deputy: User, make_user: MakeUser
) -> None:
    stand_in = make_user(office, "stand-in")
    RoleAssignment.objects.create(
        user=stand_in,
        role=Role.APPROVER,
        acting_for=deputy,
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 4),
    )
    # Midnight in Bangkok is 17:00 UTC of the day before.
    for at, may in (
        (datetime(2026, 3, 1, 16, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 1, 17, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 16, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 4, 17, 0, tzinfo=UTC), False),
    ):
        with clock.freeze(at):
            assert policy.can(stand_in, policy.BOOKING_APPROVE, office) is may, at


def test_roles_are_read_once_for_one_user_object(
    office: Office, deputy: User, django_assert_num_queries: Any
) -> None:
    person = User.objects.select_related("office").get(pk=deputy.pk)
    with django_assert_num_queries(1):
        policy.permissions(person)
        policy.can(person, policy.BOOKING_APPROVE, office)
        policy.can(person, policy.RESOURCE_MANAGE)


def test_a_role_taken_away_is_gone_for_the_next_request(office: Office, deputy: User) -> None:
    assert policy.can(deputy, policy.BOOKING_APPROVE, office)
    deputy.role_assignments.all().delete()
    assert not policy.can(User.objects.get(pk=deputy.pk), policy.BOOKING_APPROVE, office)


def test_permissions_are_what_can_says_without_a_thing(clerk: User) -> None:
    assert policy.permissions(clerk) == sorted(a for a in actions.ALL if policy.can(clerk, a))
    assert policy.permissions(AnonymousUser()) == []


def test_visible_adds_no_query_of_its_own_beyond_the_roles(
    clerk: User, django_assert_num_queries: Any
) -> None:
    policy.roles(clerk)
    with django_assert_num_queries(1):
        list(policy.visible(Hold.objects.all(), clerk))
