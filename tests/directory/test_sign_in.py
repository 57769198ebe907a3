"""Signing in through the real pages, and the traffic data it leaves."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.core.cache import cache
from django.test import Client

from tests.directory.passkey import Passkey
from vcs.directory.models import AuditEntry, Office, User
from vcs.directory.tasks import ACCOUNT_MAIL, send_account_mail
from vcs.outbox import Message
from vcs.outbox.models import OutboxMessage

PASSWORD = "correct-horse"
LOGIN = "/accounts/login/"


@pytest.fixture(autouse=True)
def fresh_limits() -> None:
    """Each test starts with nothing counted against it."""
    cache.clear()


@pytest.fixture
def officer(office: Office, make_user: Callable[..., User]) -> User:
    """Somebody with a password and an address."""
    return make_user(office, "officer", "requester", email="officer@example.org")


def _login(client: Client, login: str, password: str, **query: str) -> Any:
    return client.post(LOGIN, {"login": login, "password": password} | query)


def _code(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def _signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def _traffic() -> list[tuple[str, str | None]]:
    entries = AuditEntry.objects.filter(action__startswith="sign_in.").order_by("id")
    return [(entry.action, entry.actor.username if entry.actor else None) for entry in entries]


@pytest.mark.parametrize("name", ["officer", "officer@example.org"])
def test_a_password_signs_in_by_username_or_address(
    client: Client, officer: User, name: str
) -> None:
    page = client.get(LOGIN, {"next": "/approvals"})
    assert page.status_code == 200
    answer = _login(client, name, PASSWORD, next="/approvals")
    assert (answer.status_code, answer["Location"]) == (302, "/approvals")
    assert _signed_in(client)
    entry = AuditEntry.objects.get(action="sign_in.succeeded")
    assert (entry.actor, entry.office, entry.target_id) == (officer, officer.office, officer.pk)
    assert entry.data["ip"] == "127.0.0.1"
    assert entry.data["methods"] == ["password"]


def test_after_signing_in_nobody_is_sent_elsewhere(client: Client, officer: User) -> None:
    answer = _login(client, "officer", PASSWORD, next="https://evil.example/")
    assert answer["Location"] == "/"


def test_a_wrong_password_is_refused_and_noted_without_what_was_typed(
    client: Client, officer: User
) -> None:
    assert _login(client, "officer", "hunter2-typed").status_code == 200
    assert _login(client, "hunter2-typed", "x").status_code == 200
    assert not _signed_in(client)
    known, unknown = AuditEntry.objects.filter(action="sign_in.refused").order_by("id")
    assert (known.actor, known.target_id, known.office) == (None, officer.pk, officer.office)
    assert (unknown.actor, unknown.target_id, unknown.office) == (None, 0, None)
    assert "hunter2" not in f"{known.data}{unknown.data}"


def test_someone_deactivated_does_not_come_in(client: Client, officer: User) -> None:
    User.objects.update(is_active=False)
    _login(client, "officer", PASSWORD)
    assert not _signed_in(client)


def test_too_many_wrong_passwords_stop_the_right_one_too(client: Client, officer: User) -> None:
    for _ in range(5):
        _login(client, "officer", "wrong")
    _login(client, "officer", PASSWORD)
    assert not _signed_in(client)


def test_signing_out_takes_a_post_and_is_noted(client: Client, officer: User) -> None:
    _login(client, "officer", PASSWORD)
    assert client.get("/accounts/logout/").status_code == 200
    assert _signed_in(client)
    client.post("/accounts/logout/")
    assert not _signed_in(client)
    assert _traffic() == [("sign_in.succeeded", "officer"), ("sign_in.ended", "officer")]


def test_nobody_signs_up(client: Client, db: None) -> None:
    assert client.get("/accounts/signup/").status_code == 200
    client.post(
        "/accounts/signup/",
        {"username": "new", "password1": "long-enough-1", "password2": "long-enough-1"},
    )
    assert not User.objects.exists()


def test_nobody_changes_the_address_they_are_known_by(client: Client, officer: User) -> None:
    _login(client, "officer", PASSWORD)
    client.post("/accounts/email/", {"action_add": "", "email": "boss@example.org"})
    assert not officer.emailaddress_set.exists()


@pytest.fixture
def totp(officer: User) -> str:
    """The secret of the officer's authenticator app."""
    secret = generate_totp_secret()
    TOTP.activate(officer, secret)
    return secret


def test_a_second_factor_is_asked_for_and_taken(client: Client, officer: User, totp: str) -> None:
    answer = _login(client, "officer", PASSWORD)
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert not _signed_in(client)
    assert client.get(answer["Location"]).status_code == 200
    client.post(answer["Location"], {"code": _code(totp)})
    assert _signed_in(client)
    entry = AuditEntry.objects.get(action="sign_in.succeeded")
    assert entry.data["methods"] == ["password", "mfa"]


def test_a_wrong_code_is_refused_and_noted(client: Client, officer: User, totp: str) -> None:
    answer = _login(client, "officer", PASSWORD)
    client.post(answer["Location"], {"code": "000000"})
    assert not _signed_in(client)
    entry = AuditEntry.objects.get(action="sign_in.refused")
    assert (entry.target_id, entry.data["method"]) == (officer.pk, "totp")


def test_a_recovery_code_works_once(client: Client, officer: User, totp: str) -> None:
    code = RecoveryCodes.activate(officer).get_unused_codes()[0]
    for attempt, comes_in in ((1, True), (2, False)):
        client.logout()
        answer = _login(client, "officer", PASSWORD)
        client.post(answer["Location"], {"code": code})
        assert _signed_in(client) is comes_in, attempt


def test_a_second_factor_is_set_up_through_its_page_and_kept_encrypted(
    client: Client, officer: User, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    _login(client, "officer", PASSWORD)
    again = client.get("/accounts/2fa/totp/activate/")
    assert again["Location"].startswith("/accounts/reauthenticate/")
    client.post(again["Location"], {"password": PASSWORD})
    assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    secret = client.session["mfa.totp.secret"]
    with django_capture_on_commit_callbacks(execute=True):
        client.post("/accounts/2fa/totp/activate/", {"code": _code(secret)})
    stored = Authenticator.objects.get(type=Authenticator.Type.TOTP)
    assert secret not in str(stored.data)
    assert stored.wrap().validate_code(_code(secret))
    added = AuditEntry.objects.filter(action="account.factor_added").order_by("id")
    assert [entry.data["method"] for entry in added] == ["totp", "recovery_codes"]


@pytest.fixture
def passkey(officer: User) -> Passkey:
    """The officer's passkey, registered through its page."""
    client, key = Client(), Passkey("testserver", "http://testserver")
    _login(client, "officer", PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/2fa/webauthn/add/")
    options = json.loads(json.dumps(page.context["js_data"]["creation_options"], default=dict))
    form = {"name": "โทรศัพท์", "passwordless": "on", "credential": key.create(options)}
    assert client.post("/accounts/2fa/webauthn/add/", form).status_code == 302
    return key


def _options(client: Client) -> dict[str, Any]:
    answer = client.get("/accounts/2fa/webauthn/login/", HTTP_ACCEPT="application/json")
    options: dict[str, Any] = answer.json()["request_options"]
    return options


def test_a_passkey_signs_in_without_a_password(
    client: Client, officer: User, passkey: Passkey
) -> None:
    form = {"credential": passkey.get(_options(client))}
    client.post("/accounts/2fa/webauthn/login/", form)
    assert client.session["_auth_user_id"] == str(officer.pk)
    assert AuditEntry.objects.filter(action="sign_in.succeeded").latest("id").data["methods"] == [
        "mfa"
    ]


def test_a_passkeys_answer_to_an_old_challenge_is_refused(
    client: Client, officer: User, passkey: Passkey
) -> None:
    old = passkey.get(_options(client))
    _options(client)
    client.post("/accounts/2fa/webauthn/login/", {"credential": old})
    assert not _signed_in(client)


def test_another_key_under_the_same_name_is_refused(
    client: Client, officer: User, passkey: Passkey
) -> None:
    forged = Passkey("testserver", "http://testserver")
    forged.id, forged.user_handle = passkey.id, passkey.user_handle
    client.post("/accounts/2fa/webauthn/login/", {"credential": forged.get(_options(client))})
    assert not _signed_in(client)


@pytest.mark.parametrize("path", ["2fa/", "2fa/webauthn/add/", "2fa/recovery-codes/generate/"])
def test_the_pages_of_second_factors_open_for_who_proves_themselves_again(
    client: Client, officer: User, path: str
) -> None:
    _login(client, "officer", PASSWORD)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    TOTP.activate(officer, generate_totp_secret())
    assert client.get(f"/accounts/{path}").status_code == 200
    assert Client().get(f"/accounts/{path}").status_code == 302


def _deliver_mail() -> None:
    for row in OutboxMessage.objects.filter(kind=ACCOUNT_MAIL):
        send_account_mail(Message(row.pk, row.kind, row.payload, row.key, 1, row.created_at))


def test_a_forgotten_password_is_set_anew_by_a_mail_in_thai(client: Client, officer: User) -> None:
    assert client.get("/accounts/password/reset/").status_code == 200
    client.post("/accounts/password/reset/", {"email": "officer@example.org"})
    assert mail.outbox == []
    assert "reset/key" not in str(OutboxMessage.objects.get(kind=ACCOUNT_MAIL).payload)
    _deliver_mail()
    (message,) = mail.outbox
    assert message.to == ["officer@example.org"]
    assert "รหัสผ่าน" in message.subject
    assert "รหัสผ่าน" in message.body
    found = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", message.body)
    assert found is not None
    form = client.get(found[1], follow=True)
    assert form.status_code == 200
    new = {"password1": "another-horse-9", "password2": "another-horse-9"}
    client.post(form.redirect_chain[-1][0], new)
    assert _login(Client(), "officer", "another-horse-9").status_code == 302
    assert AuditEntry.objects.get(action="account.password_changed").actor == officer


def test_a_reset_asked_for_an_unknown_address_tells_nothing_and_mails_nobody(
    client: Client, officer: User
) -> None:
    answers = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("officer@example.org", "nobody@example.org")
    ]
    _deliver_mail()
    assert len({(answer.status_code, answer["Location"]) for answer in answers}) == 1
    assert [message.to for message in mail.outbox] == [["officer@example.org"]]
