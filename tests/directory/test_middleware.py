from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation

from vcs.directory.middleware import LanguageMiddleware
from vcs.directory.models import User


def _language(request: HttpRequest) -> str:
    seen: list[str] = []

    def answer(_request: HttpRequest) -> HttpResponse:
        seen.append(translation.get_language())
        return HttpResponse()

    response = LanguageMiddleware(answer)(request)
    assert response["Content-Language"] == seen[0]
    assert "Accept-Language" in response["Vary"]
    return seen[0]


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [
        ("", "th"),
        ("en", "en"),
        ("en-GB,en;q=0.8", "en"),
        ("de", "th"),
        ("th,en", "th"),
        ("\x00", "th"),
    ],
)
def test_a_signed_out_request_is_answered_as_it_asks_else_in_thai(asked: str, spoken: str) -> None:
    assert _language(RequestFactory().get("/", HTTP_ACCEPT_LANGUAGE=asked)) == spoken


def test_a_signed_in_person_is_answered_in_their_own_language(client: Client, clerk: User) -> None:
    User.objects.update(language="en")
    client.force_login(clerk)
    page = client.get("/accounts/logout/", HTTP_ACCEPT_LANGUAGE="th")
    assert page["Content-Language"] == "en"


def test_what_was_chosen_on_the_screen_goes_before_the_persons_own(
    client: Client, clerk: User
) -> None:
    User.objects.update(language="en")
    client.force_login(clerk)
    client.cookies["vcs_language"] = "th"
    assert client.get("/accounts/logout/")["Content-Language"] == "th"


def test_nobody_is_looked_up_without_a_session_cookie(
    client: Client, db: None, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        client.get("/livez")
