"""Traffic data of accounts: who came in or was refused, or changed how they come in, from where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection
from django.http import HttpRequest

from vcs.core.thai import normalise
from vcs.core.transactions import use_case
from vcs.directory import audit
from vcs.directory.models import User

REFUSED = "sign_in.refused"
# The id under which a refusal stands when no such person is known.
NOBODY = 0
_LONGEST = 200


def listen() -> None:
    """Connect the receivers; each leaves one row in the history."""
    user_logged_in.connect(_signed_in)
    user_logged_out.connect(_signed_out)
    user_login_failed.connect(_refused)
    authentication_failed.connect(_second_factor_refused)
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_password_changed)
    authenticator_added.connect(_factor_added)
    authenticator_removed.connect(_factor_removed)


def _signed_in(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    methods = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, []) if request else []
    names = [method.get("method") for method in methods]
    _record("sign_in.succeeded", user, request, {"methods": names})


def _signed_out(request: HttpRequest | None, user: User | None, **_kwargs: Any) -> None:
    if user is not None:
        _record("sign_in.ended", user, request, {})


def _refused(credentials: Mapping[str, Any], request: HttpRequest | None, **_kwargs: Any) -> None:
    # What was typed stays out: it may be a password. The person is named where there is one.
    name, email = (normalise(str(credentials.get(key) or "")) for key in ("username", "email"))
    by_name = User.objects.filter(username=name) if name else User.objects.none()
    known = by_name.first() or (User.objects.filter(email__iexact=email).first() if email else None)
    _record(REFUSED, known, request, {"method": "password"})


def _second_factor_refused(
    request: HttpRequest, user: User, authenticator: Any, **_kwargs: Any
) -> None:
    _record(REFUSED, user, request, {"method": authenticator.type})


def _password_changed(request: HttpRequest | None, user: User, **_kwargs: Any) -> None:
    _record("account.password_changed", user, request, {})


def _factor_added(
    request: HttpRequest | None, user: User, authenticator: Any, **_kwargs: Any
) -> None:
    _record("account.factor_added", user, request, {"method": authenticator.type})


def _factor_removed(
    request: HttpRequest | None, user: User, authenticator: Any, **_kwargs: Any
) -> None:
    _record("account.factor_removed", user, request, {"method": authenticator.type})


def _record(
    action: str, user: User | None, request: HttpRequest | None, data: dict[str, Any]
) -> None:
    # A program that signs somebody in (a test, a shell) has no address: no traffic to record.
    if request is None or "REMOTE_ADDR" not in request.META:
        return
    data = data | _from_where(request)
    if connection.in_atomic_block:
        _append(action, user, data)
    else:
        use_case(_append)(action, user, data)


def _from_where(request: HttpRequest) -> dict[str, str]:
    adapter = get_adapter(request)
    agent = normalise(adapter.get_http_user_agent(request))[:_LONGEST]
    return {"ip": adapter.get_client_ip(request), "agent": agent}


def _append(action: str, user: User | None, data: dict[str, Any]) -> None:
    audit.record(
        actor=user if action != REFUSED else None,
        action=action,
        target=user or User(pk=NOBODY),
        office_id=user.office_id if user else None,
        data=data,
    )
