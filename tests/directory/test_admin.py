"""The admin: the same door, one's own office only, and a trace of every change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib import admin
from django.test import Client
from django.urls import reverse

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
)
from vcs.directory.tokens import create_token, user_for_token

MakeUser = Callable[..., User]


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    """Sign somebody in."""

    def go(user: User) -> Client:
        client.force_login(user)
        return client

    return go


@pytest.fixture
def foreign_school(other_office: Office) -> School:
    """A school of another office."""
    return School.objects.create(office=other_office, name="โรงเรียนเขตอื่น")


def _url(model: str, what: str = "changelist", pk: int | None = None) -> str:
    return reverse(f"admin:directory_{model}_{what}", args=[pk] if pk else [])


def test_a_stranger_to_the_admin_is_sent_to_the_one_door(client: Client, db: None) -> None:
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=/admin/"
    assert answer.status_code == 200


def test_who_manages_nothing_is_refused_not_sent_in_circles(
    enter: Callable[[User], Client], clerk: User
) -> None:
    answer = enter(clerk).get("/admin/", follow=True)
    assert answer.status_code == 403


@pytest.mark.parametrize("person", ["admin_user", "operator", "root"])
def test_who_manages_something_comes_in(
    enter: Callable[[User], Client], request: pytest.FixtureRequest, person: str
) -> None:
    client = enter(request.getfixturevalue(person))
    assert client.get("/admin/").status_code == 200


def _lists() -> list[str]:
    return [
        f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist" for m in admin.site._registry
    ]


@pytest.mark.parametrize("name", _lists())
def test_every_section_opens_above_the_offices(
    enter: Callable[[User], Client], root: User, name: str
) -> None:
    assert enter(root).get(reverse(name), {"q": "ก"}).status_code == 200


@pytest.mark.parametrize("name", _lists())
def test_no_section_shows_an_office_admin_another_office(
    enter: Callable[[User], Client], admin_user: User, foreign_school: School, name: str
) -> None:
    other = foreign_school.office
    name_of_other = "ชื่อที่ไม่ควรเห็น"
    Office.objects.filter(pk=other.pk).update(short_name=name_of_other)
    User.objects.create_user("unseen-person", office=other, first_name=name_of_other)
    Cluster.objects.create(office=other, name=name_of_other)
    School.objects.filter(pk=foreign_school.pk).update(name=name_of_other)
    OfficeHoliday.objects.create(office=other, name=name_of_other, date="2026-01-05")
    answer = enter(admin_user).get(reverse(name))
    assert answer.status_code in (200, 403)
    assert name_of_other not in answer.content.decode()


def test_a_foreign_row_is_not_found_by_its_address(
    enter: Callable[[User], Client], admin_user: User, foreign_school: School
) -> None:
    client = enter(admin_user)
    for what in ("change", "delete", "history"):
        assert client.get(_url("school", what, foreign_school.pk)).status_code == 302
    client.post(_url("school", "delete", foreign_school.pk), {"post": "yes"})
    assert School.objects.filter(pk=foreign_school.pk).exists()


def _form(**fields: Any) -> dict[str, Any]:
    blank = {
        "name": "โรงเรียนใหม่",
        "short_name": "ใหม่",
        "status": "open",
        "contacts-TOTAL_FORMS": "0",
        "contacts-INITIAL_FORMS": "0",
    }
    return blank | fields


def test_a_school_added_belongs_to_the_office_and_leaves_a_trace(
    enter: Callable[[User], Client], admin_user: User, other_office: Office
) -> None:
    contact = {"contacts-TOTAL_FORMS": "1", "contacts-0-kind": "director", "contacts-0-name": "ผอ."}
    form = _form(office=other_office.pk, **contact)
    answer = enter(admin_user).post(_url("school", "add"), form)
    assert answer.status_code == 302
    school = School.objects.get()
    assert school.office == admin_user.office
    assert school.search_key
    assert Contact.objects.get().school == school
    entry = AuditEntry.objects.get(action="school.added")
    assert (entry.actor, entry.office, entry.target_id) == (
        admin_user,
        admin_user.office,
        school.pk,
    )


def test_a_school_changed_gets_its_next_version_and_one_deleted_is_told(
    enter: Callable[[User], Client], admin_user: User, office: Office
) -> None:
    school = School.objects.create(office=office, name="เก่า", short_name="เก่า")
    client = enter(admin_user)
    assert client.post(_url("school", "change", school.pk), _form()).status_code == 302
    school.refresh_from_db()
    assert (school.name, school.version) == ("โรงเรียนใหม่", 2)
    client.post(_url("school", "delete", school.pk), {"post": "yes"})
    actions = AuditEntry.objects.order_by("id").values_list("action", flat=True)
    assert list(actions) == ["school.changed", "school.deleted"]


def test_a_choice_of_another_office_is_no_choice(
    enter: Callable[[User], Client], admin_user: User, other_office: Office, foreign_school: School
) -> None:
    cluster = Cluster.objects.create(office=other_office, name="อื่น")
    client = enter(admin_user)
    for field, value in (("cluster", cluster.pk), ("parent", foreign_school.pk)):
        answer = client.post(_url("school", "add"), _form(**{field: value}))
        assert answer.status_code == 200
    assert not School.objects.filter(office=admin_user.office).exists()
    found = client.get(
        reverse("admin:autocomplete"),
        {"app_label": "directory", "model_name": "school", "field_name": "parent", "term": "เขต"},
    )
    assert found.json()["results"] == []


def test_schools_are_searched_as_people_type_them(
    enter: Callable[[User], Client], admin_user: User, office: Office
) -> None:
    School.objects.create(office=office, name="โรงเรียนบ้านน้ำใส")
    page = enter(admin_user).get(_url("school"), {"q": "รร.บ้านนำใส"})
    assert "โรงเรียนบ้านน้ำใส" in page.content.decode()


ROLES = "role_assignments"


def _person(user: User, **fields: Any) -> dict[str, Any]:
    forms = {f"{ROLES}-TOTAL_FORMS": "0", f"{ROLES}-INITIAL_FORMS": "0"}
    return {"username": user.username, "language": "th", "is_active": "on"} | forms | fields


def test_an_office_admin_gives_roles_but_makes_no_superuser_nor_moves_anyone(
    enter: Callable[[User], Client], admin_user: User, other_office: Office, make_user: MakeUser
) -> None:
    user = make_user(admin_user.office, "colleague")
    form = _person(
        user,
        is_superuser="on",
        is_staff="on",
        office=other_office.pk,
        **{f"{ROLES}-TOTAL_FORMS": "1", f"{ROLES}-0-role": "approver"},
    )
    client = enter(admin_user)
    assert client.get(_url("user", "change", user.pk)).status_code == 200
    assert client.post(_url("user", "change", user.pk), form).status_code == 302
    user.refresh_from_db()
    assert not user.is_superuser
    assert user.office == admin_user.office
    assert [assignment.role for assignment in RoleAssignment.objects.filter(user=user)] == [
        "approver"
    ]
    assert AuditEntry.objects.filter(action="user.changed", target_id=user.pk).exists()


def test_a_person_added_is_of_the_admins_office(
    enter: Callable[[User], Client], admin_user: User
) -> None:
    form = {
        "username": "new",
        "usable_password": "true",
        "password1": "long-enough-1",
        "password2": "long-enough-1",
        f"{ROLES}-TOTAL_FORMS": "0",
        f"{ROLES}-INITIAL_FORMS": "0",
    }
    client = enter(admin_user)
    assert client.get(_url("user", "add")).status_code == 200
    assert client.post(_url("user", "add"), form).status_code == 302
    assert User.objects.get(username="new").office == admin_user.office


def test_a_superusers_account_is_not_the_office_admins_to_change(
    enter: Callable[[User], Client], admin_user: User, make_user: MakeUser
) -> None:
    boss = make_user(admin_user.office, "boss", is_superuser=True)
    client = enter(admin_user)
    assert client.post(_url("user", "change", boss.pk), _person(boss)).status_code == 403
    password = f"/admin/directory/user/{boss.pk}/password/"
    new = {"password1": "long-enough-1", "password2": "long-enough-1"}
    assert client.post(password, new).status_code == 403
    assert User.objects.get(pk=boss.pk).password == boss.password


def test_people_and_history_are_not_deleted_here(
    enter: Callable[[User], Client], root: User, clerk: User
) -> None:
    create_token(user=clerk, name="n")
    entry = AuditEntry.objects.get()
    client = enter(root)
    for model, pk in (("user", clerk.pk), ("auditentry", entry.pk), ("office", clerk.office_id)):
        assert client.post(_url(model, "delete", pk), {"post": "yes"}).status_code == 403
    assert client.post(_url("auditentry", "change", entry.pk), {"action": "x"}).status_code == 403


def test_keys_are_revoked_from_the_list(
    enter: Callable[[User], Client], admin_user: User, clerk: User, stranger: User
) -> None:
    secret, foreign = create_token(user=clerk, name="n"), create_token(user=stranger, name="n")
    chosen = list(ApiToken.objects.values_list("pk", flat=True))
    enter(admin_user).post(_url("apitoken"), {"action": "revoke", "_selected_action": chosen})
    assert user_for_token(secret) is None
    assert user_for_token(foreign) == stranger


def test_a_lost_phone_is_forgotten_from_the_list_but_not_a_superusers(
    enter: Callable[[User], Client], admin_user: User, clerk: User, make_user: MakeUser
) -> None:
    boss = make_user(admin_user.office, "boss", is_superuser=True)
    for user in (clerk, boss):
        TOTP.activate(user, generate_totp_secret())
    chosen = {"action": "forget_factors", "_selected_action": [clerk.pk, boss.pk]}
    enter(admin_user).post(_url("user"), chosen)
    assert [factor.user for factor in Authenticator.objects.all()] == [boss]
    entry = AuditEntry.objects.get(action="user.second_factors_removed")
    assert (entry.actor, entry.target_id) == (admin_user, clerk.pk)


def test_a_superuser_of_an_office_stays_within_it(
    enter: Callable[[User], Client], office: Office, foreign_school: School, make_user: MakeUser
) -> None:
    client = enter(make_user(office, "super", is_superuser=True))
    assert client.get(_url("school", "change", foreign_school.pk)).status_code == 302
    assert client.get(reverse("admin:account_emailaddress_changelist")).status_code == 403
