"""Every refusal is a problem."""

from __future__ import annotations

import sqlite3

import orjson
import psycopg
import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client, override_settings

from api.errors import as_domain_error
from api.problems import language_of, problem
from tests.api.conftest import at, booking_body, pointers
from vcs.core.errors import FieldError, InvalidInput, Text

MEMBERS = {"type", "title", "status", "code", "detail", "detail_en"}


def assert_problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.data) >= MEMBERS
    assert (answer.data["status"], answer.data["code"]) == (status, code)
    assert answer.data["type"] == f"/api/problems/{code}"


def test_problem_of_unknown_address(anon):
    assert_problem(anon.get("/nothing/"), 404, "not_found")
    assert_problem(anon.post("/api/nothing", {}), 404, "not_found")


def test_problem_of_unknown_row(api):
    assert_problem(api.get("/bookings/999/"), 404, "not_found")
    assert_problem(api.get("/bookings/0/"), 404, "not_found")
    assert_problem(api.get(f"/bookings/{10**30}/"), 404, "not_found")


def test_problem_of_wrong_method_names_the_right_ones(api):
    answer = api.ask("PUT", "/bookings/", {})
    assert_problem(answer, 405, "method_not_allowed")
    assert answer.headers["Allow"] == "GET, POST, HEAD"
    assert "POST" in answer.data["detail"]


def test_problem_without_sign_in_says_how(anon):
    answer = anon.get("/me/")
    assert_problem(answer, 401, "not_authenticated")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_problem_of_a_wrong_token(anon):
    anon.token = "not-a-token"
    assert_problem(anon.get("/me/"), 401, "bad_token")


def test_problem_of_a_write_from_another_site(clerk, room):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    body = orjson.dumps(booking_body([room], at(18, 9)))
    answer = client.post("/api/v1/bookings/", body, content_type="application/json")
    answer.data = answer.json()
    assert_problem(answer, 403, "csrf_failed")


def test_session_of_a_browser_may_write_with_its_csrf_token(clerk, room):
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    client.cookies["csrftoken"] = "a" * 32
    body = orjson.dumps(booking_body([room], at(18, 9)))
    answer = client.post(
        "/api/v1/bookings/", body, content_type="application/json", HTTP_X_CSRFTOKEN="a" * 32
    )
    assert answer.status_code == 201


def test_problem_of_another_media_type(api):
    answer = api.client.post(
        "/api/v1/bookings/",
        "a=1",
        content_type="application/x-www-form-urlencoded",
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
    )
    answer.data = answer.json()
    assert_problem(answer, 415, "unsupported_media_type")
    assert "application/json" in answer.data["detail"]


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b'{"title": "\xff"}',
        b'{"title": NaN}',
        b"\x00",
        b"[" * 20000 + b"]" * 20000,
        b"[" * 100 + b"]" * 100,
        b'{"a":' * 40 + b"1" + b"}" * 40,
        b'{"title": "\\ud800"}',
    ],
)
def test_problem_of_a_body_that_is_not_json(api, raw):
    assert_problem(api.post("/bookings/", raw), 400, "parse_error")


@pytest.mark.parametrize("raw", [b"[]", b"1", b'"x"', b"null", b""])
def test_problem_of_a_body_that_is_no_object(api, raw):
    answer = api.post("/bookings/", raw)
    assert_problem(answer, 400, "invalid_input")


def test_nul_in_a_text_is_refused_by_name(api, room):
    body = booking_body([room], at(18, 9), audience={"emails": ["a\0b"]})
    answer = api.post("/bookings/", body)
    assert_problem(answer, 400, "invalid_input")
    assert pointers(answer) == ["/audience/emails/0"]


@pytest.mark.parametrize("query", ["q=%00", "q=%ff%fe", "page_size=%00"])
def test_nul_and_broken_utf8_in_an_address_are_refused(api, query):
    assert_problem(api.get(f"/bookings/?{query}"), 400, "malformed_query")


def test_large_body_is_refused_by_its_length_before_it_is_read(api):
    class Unread:
        def read(self, *_args):
            raise AssertionError("the body was read")

        readline = read

    answer = api.client.generic(
        "POST",
        "/api/v1/bookings/",
        b"{}",
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
        **{"CONTENT_LENGTH": str(200 * 1024 * 1024), "wsgi.input": Unread()},
    )
    answer.data = answer.json()
    assert_problem(answer, 413, "too_large")


def test_json_larger_than_json_may_be_is_refused(api):
    answer = api.post("/bookings/", b'{"title": "' + b"a" * 3_000_000 + b'"}')
    assert_problem(answer, 413, "too_large")


def test_unforeseen_error_leaks_nothing_and_names_an_incident(api, monkeypatch, caplog):
    def fail(*_args, **_kwargs):
        raise RuntimeError("secret detail of the inside")

    api.client.raise_request_exception = False
    monkeypatch.setattr("api.views.directory.me_out", fail)
    answer = api.get("/me/")
    assert_problem(answer, 500, "internal_error")
    assert b"secret" not in answer.content
    assert answer.data["incident"] in caplog.text


@override_settings(
    REST_FRAMEWORK=settings.REST_FRAMEWORK
    | {"DEFAULT_THROTTLE_RATES": {"user": "2/min", "anon": "1/min"}}
)
def test_too_many_requests_are_told_when_to_come_back(api, anon):
    assert [api.get("/me/").status_code for _ in range(2)] == [200, 200]
    answer = api.get("/me/")
    assert_problem(answer, 429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 30
    assert anon.get("/me/").status_code == 401
    assert_problem(anon.get("/me/"), 429, "throttled")
    anon.token = "guess"
    assert_problem(anon.get("/me/"), 429, "throttled")


def test_english_is_told_to_those_who_ask_for_it(api):
    thai = api.get("/bookings/999/").data
    english = api.get("/bookings/999/", accept_language="en-GB,en;q=0.9,th;q=0.5").data
    assert thai["detail"] == english["detail_th"]
    assert thai["detail_en"] == english["detail"] == english["detail_en"]
    assert thai["title"] != english["title"]


@pytest.mark.parametrize(
    ("header", "language"),
    [("", "th"), ("th", "th"), ("en", "en"), ("de, en;q=0.5", "en"), ("*", "th"), ("\xff;;", "th")],
)
def test_language_of_a_request(header, language):
    class Request:
        META = {"HTTP_ACCEPT_LANGUAGE": header}

    assert language_of(Request()) == language


def test_problem_of_one_field_is_its_detail_and_of_several_their_number():
    one = FieldError("/a", "x", Text("ก", "a"))
    assert problem(InvalidInput(errors=[one]))["detail"] == "ก"
    assert "2" in problem(InvalidInput(errors=[one, one]))["detail"]


def test_kind_of_problem_is_explained_where_its_type_leads(api):
    kind = api.get("/bookings/999/").data["type"]
    assert api.get(kind).data["code"] == "not_found"
    assert_problem(api.get("/api/problems/unheard-of"), 404, "not_found")


def test_address_without_its_last_slash_is_sent_on(api):
    answer = api.post("/bookings?x=1", {})
    assert (answer.status_code, answer.headers["Location"]) == (308, "/api/v1/bookings/?x=1")


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (psycopg.OperationalError("connection refused"), 503),
        (psycopg.errors.AdminShutdown("going down"), 503),
        (psycopg.errors.DiskFull("no space"), 503),
        (psycopg.errors.QueryCanceled("too long"), 500),
        (sqlite3.OperationalError("no such table: rooms_hold"), 500),
        (sqlite3.OperationalError("database is locked"), 503),
    ],
)
def test_database_that_cannot_be_reached_is_busy_and_one_that_is_wrong_a_bug(cause, status):
    error = OperationalError(str(cause))
    error.__cause__ = cause
    assert as_domain_error(error).status == status
