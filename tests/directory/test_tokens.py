from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from vcs.core import clock
from vcs.core.errors import Busy, NotAllowed, NotFound
from vcs.directory import tokens
from vcs.directory.models import ApiToken, AuditEntry, User

AT = datetime(2026, 3, 2, 5, tzinfo=UTC)


def test_create_token_keeps_only_the_digest(clerk: User) -> None:
    secret = tokens.create_token(user=clerk, name="feed reader")
    token = ApiToken.objects.get()
    assert len(secret) == 43
    assert secret not in str(vars(token))
    entry = AuditEntry.objects.get(action="token.created")
    assert secret not in str(entry.data)


def test_user_for_token_finds_the_user_with_their_office_in_one_query(
    clerk: User, django_assert_num_queries: Any
) -> None:
    with clock.freeze(AT) as hand:
        secret = tokens.create_token(user=clerk, name="n")
        tokens.user_for_token(secret)
        hand.advance(timedelta(seconds=59))
        with django_assert_num_queries(1):
            user = tokens.user_for_token(secret)
            assert user == clerk
            assert user.office == clerk.office


@pytest.mark.parametrize("secret", ["", "x", "ก" * 43, "\ud800", "a" * 100_000])
def test_user_for_token_of_a_wrong_secret_is_nobody(clerk: User, secret: str) -> None:
    tokens.create_token(user=clerk, name="n")
    assert tokens.user_for_token(secret) is None


def test_user_for_token_notes_the_use_once_a_minute(clerk: User) -> None:
    with clock.freeze(AT) as hand:
        secret = tokens.create_token(user=clerk, name="n")
        seen = []
        for _ in range(4):
            tokens.user_for_token(secret)
            seen.append(ApiToken.objects.get().last_used_at)
            hand.advance(timedelta(seconds=30))
    assert seen == [AT, AT, AT + timedelta(minutes=1), AT + timedelta(minutes=1)]


def test_user_for_token_answers_when_the_use_cannot_be_noted(
    clerk: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = tokens.create_token(user=clerk, name="n")

    def busy(*_args: Any) -> None:
        raise Busy

    monkeypatch.setattr(tokens, "_touch", busy)
    assert tokens.user_for_token(secret) == clerk


def test_a_token_of_someone_deactivated_opens_nothing(clerk: User) -> None:
    secret = tokens.create_token(user=clerk, name="n")
    User.objects.update(is_active=False)
    assert tokens.user_for_token(secret) is None


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(clerk: User) -> None:
    secret = tokens.create_token(user=clerk, name="n")
    with clock.freeze(AT) as hand:
        tokens.revoke_token(actor=clerk, token_id=ApiToken.objects.get().pk)
        hand.advance(timedelta(hours=1))
        tokens.revoke_token(actor=clerk, token_id=ApiToken.objects.get().pk)
    assert tokens.user_for_token(secret) is None
    assert ApiToken.objects.get().revoked_at == AT
    assert AuditEntry.objects.filter(action="token.revoked").count() == 1


def test_revoke_token_of_another_is_not_found(clerk: User, operator: User, stranger: User) -> None:
    tokens.create_token(user=clerk, name="n")
    for person in (operator, stranger):
        with pytest.raises(NotFound):
            tokens.revoke_token(actor=person, token_id=ApiToken.objects.get().pk)


def test_create_token_for_another_needs_the_office_admin(
    clerk: User, operator: User, admin_user: User, stranger: User
) -> None:
    assert tokens.create_token(user=clerk, name="n", actor=admin_user)
    assert tokens.create_token(user=clerk, name="n", actor=clerk)
    for person in (operator, stranger):
        with pytest.raises(NotAllowed):
            tokens.create_token(user=clerk, name="n", actor=person)
