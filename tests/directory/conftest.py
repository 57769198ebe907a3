"""People of every role, in the office and above it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from vcs.directory.models import Office, RoleAssignment, User

Role = RoleAssignment.Role


@pytest.fixture
def admin_user(office: Office, make_user: Callable[..., User]) -> User:
    """An office's own administrator."""
    return make_user(office, "office-admin", Role.OFFICE_ADMIN)


@pytest.fixture
def reporter(office: Office, make_user: Callable[..., User]) -> User:
    """One who writes the reports."""
    return make_user(office, "reporter", Role.REPORTER)


@pytest.fixture
def stranger(other_office: Office, make_user: Callable[..., User]) -> User:
    """Somebody with every role, of another office."""
    return make_user(other_office, "stranger", *Role)


@pytest.fixture
def obec(make_user: Callable[..., User]) -> User:
    """One above the offices, who reads."""
    return make_user(None, "obec")


@pytest.fixture
def root(make_user: Callable[..., User]) -> User:
    """A superuser above the offices."""
    return make_user(None, "root", is_superuser=True, is_staff=True)
