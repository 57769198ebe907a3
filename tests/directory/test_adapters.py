"""An outside account opens the one user who has its verified address, and makes none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client

from tests.directory.oidc import oidc_provider
from vcs.directory.models import Office, User

CLAIMS = {"sub": "abc", "email": "Officer@example.org", "email_verified": True}


@pytest.fixture
def officer(office: Office, make_user: Callable[..., User]) -> User:
    """Somebody the office entered with their address."""
    return make_user(office, "officer", email="officer@example.org")


@pytest.fixture
def sign_in(settings: Any) -> Iterator[Callable[[Client, dict[str, Any]], Any]]:
    """Go through the provider and back with these claims."""
    cache.clear()

    def go(client: Client, claims: dict[str, Any]) -> Any:
        with oidc_provider(claims) as address:
            app = {
                "provider_id": "office",
                "name": "บัญชีของสำนักงาน",
                "client_id": "vcs",
                "secret": "s",
                "settings": {"server_url": address},
            }
            settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
            away = client.post("/accounts/oidc/office/login/")
            assert away["Location"].startswith(f"{address}/authorize")
            state = parse_qs(urlsplit(away["Location"]).query)["state"][0]
            back = {"code": "c", "state": state}
            return client.get("/accounts/oidc/office/login/callback/", back)

    return go


def _user_of(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_a_verified_address_opens_its_user_and_is_tied_to_it(
    client: Client, officer: User, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, CLAIMS)
    assert _user_of(client) == str(officer.pk)
    assert officer.socialaccount_set.get().uid == "abc"
    again = Client()
    sign_in(again, CLAIMS | {"email": "changed@example.org"})
    assert _user_of(again) == str(officer.pk)


@pytest.mark.parametrize(
    "claims",
    [
        CLAIMS | {"email_verified": False},
        {"sub": "abc", "email": "officer@example.org"},
        CLAIMS | {"email": "stranger@example.org"},
        {"sub": "abc"},
    ],
)
def test_any_other_account_opens_nothing_and_makes_nobody(
    client: Client, officer: User, sign_in: Callable[..., Any], claims: dict[str, Any]
) -> None:
    answer = sign_in(client, claims)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/")
    assert _user_of(client) is None
    assert User.objects.count() == 1
    assert "ผู้ดูแลระบบ" in client.get("/accounts/login/").content.decode()


def test_an_address_of_two_users_is_for_a_person_to_sort_out(
    client: Client, officer: User, make_user: Callable[..., User], sign_in: Callable[..., Any]
) -> None:
    make_user(officer.office, "namesake", email="OFFICER@example.org")
    sign_in(client, CLAIMS)
    assert _user_of(client) is None


def test_someone_deactivated_is_not_opened(
    client: Client, officer: User, sign_in: Callable[..., Any]
) -> None:
    sign_in(client, CLAIMS)
    client.logout()
    User.objects.update(is_active=False)
    sign_in(client, CLAIMS)
    assert _user_of(client) is None
