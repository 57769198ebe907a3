"""What every test may ask for: an office with people and resources, and nothing from outside."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from typing import Any

import pytest

from rooms.models import Resource
from tests.flushing import quick_flush
from vcs.directory.models import Cluster, Office, RoleAssignment, School, User

__all__ = ["quick_flush"]

Role = RoleAssignment.Role


@pytest.fixture(autouse=True)
def no_mail_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that reaches for a real mail server fails."""

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise AssertionError("a test tried to send mail over SMTP")

    monkeypatch.setattr(smtplib.SMTP, "connect", refuse)


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing slowly on purpose would be most of a test's time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def office(db: None) -> Office:
    """An area office."""
    return Office.objects.create(
        code="9901", name="สำนักงานเขตพื้นที่ทดสอบ เขต 1", short_name="สพป.ทดสอบ เขต 1"
    )


@pytest.fixture
def other_office(db: None) -> Office:
    """An office whose things nobody of the first may see."""
    return Office.objects.create(code="9902", name="เขต 2", short_name="สพป.ทดสอบ เขต 2")


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """Makes a user of an office with the given roles."""

    def make(office: Office | None, username: str, *roles: Role, **fields: Any) -> User:
        user = User.objects.create_user(username, password="correct-horse", office=office, **fields)
        RoleAssignment.objects.bulk_create(RoleAssignment(user=user, role=role) for role in roles)
        return user

    return make


@pytest.fixture
def clerk(office: Office, make_user: Callable[..., User]) -> User:
    """One who books."""
    return make_user(office, "clerk", Role.REQUESTER, first_name="พิมพ์", last_name="ผู้จอง")


@pytest.fixture
def deputy(office: Office, make_user: Callable[..., User]) -> User:
    """One who approves."""
    return make_user(office, "deputy", Role.APPROVER, Role.REQUESTER, first_name="รอง")


@pytest.fixture
def operator(office: Office, make_user: Callable[..., User]) -> User:
    """One who runs rooms and broadcasts, and keeps the list of resources."""
    return make_user(office, "operator", Role.OPERATOR)


@pytest.fixture
def make_resource(db: None) -> Callable[..., Resource]:
    """Makes a resource of an office."""

    def make(office: Office, name: str, kind: str = "room", **fields: Any) -> Resource:
        return Resource.objects.create(office=office, name=name, kind=kind, **fields)

    return make


@pytest.fixture
def room(office: Office, make_resource: Callable[..., Resource]) -> Resource:
    """A room that anyone may have at once."""
    return make_resource(office, "ชัยพฤกษ์", capacity=30)


@pytest.fixture
def guarded_room(office: Office, make_resource: Callable[..., Resource]) -> Resource:
    """A room that must be asked for."""
    return make_resource(office, "ราชพฤกษ์", capacity=60, requires_approval=True)


@pytest.fixture
def licences(office: Office, make_resource: Callable[..., Resource]) -> list[Resource]:
    """Three host licences of 500, 300 and 100 seats."""
    return [
        make_resource(office, f"โฮสต์ {name}", "licence", capacity=seats, provider="jitsi")
        for name, seats in (("A", 500), ("B", 300), ("C", 100))
    ]


@pytest.fixture
def schools(office: Office) -> list[School]:
    """Six open schools in two clusters, and a closed one."""
    clusters = [Cluster.objects.create(office=office, name=f"กลุ่ม {n}") for n in (1, 2)]
    made = [
        School.objects.create(
            office=office,
            cluster=clusters[n % 2],
            name=f"โรงเรียนบ้านทดสอบ {n}",
            short_name=f"บ้านทดสอบ {n}",
            smis_code=f"9901000{n}",
            status="closed" if n == 6 else "open",
        )
        for n in range(7)
    ]
    return made[:6]
