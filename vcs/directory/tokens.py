"""Programs' keys: made here, shown once, found again by their digest."""

from __future__ import annotations

from datetime import datetime, timedelta

import structlog
from django.db.models import QuerySet

from vcs.core import clock
from vcs.core.errors import Busy, NotFound
from vcs.core.prepared import Prepared
from vcs.core.tokens import digest, new_secret
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import ApiToken, User

log = structlog.get_logger(__name__)

TOUCH_EVERY = timedelta(minutes=1)


@use_case
def create_token(*, user: User, name: str, actor: User | None = None) -> str:
    """Give the user a new key and return it, the one time it is known; only its digest stays."""
    if actor is not None:
        policy.require(actor, policy.TOKEN_MANAGE, user)
    secret = new_secret()
    token = ApiToken.objects.create(user=user, name=name[:100], digest=digest(secret))
    audit.record(
        actor=actor,
        action="token.created",
        target=token,
        office_id=user.office_id,
        data={"name": token.name, "user": user.pk},
    )
    return secret


@use_case
def revoke_token(*, actor: User, token_id: int) -> None:
    """End a key; revoking it twice changes nothing."""
    found = policy.visible(ApiToken.objects.select_related("user"), actor).filter(pk=token_id)
    token = found.first()
    if token is None:
        raise NotFound
    if token.revoked_at is not None:
        return
    token.revoked_at = clock.now()
    token.save(update_fields=["revoked_at"])
    audit.record(
        actor=actor,
        action="token.revoked",
        target=token,
        office_id=token.user.office_id,
        data={"name": token.name, "user": token.user_id},
    )


def user_for_token(secret: str) -> User | None:
    """The active user whose unrevoked key this is, or None; notes the use once a minute."""
    found = _tokens.objects(digest(secret))
    if not found:
        return None
    token: ApiToken = found[0]
    now = clock.now()
    if token.last_used_at is None or token.last_used_at <= now - TOUCH_EVERY:
        _note_use(token.pk, now)
    return token.user


def _in_use(digest_of_it: str) -> QuerySet[ApiToken]:
    tokens = ApiToken.objects.select_related("user__office", "user__work_group")
    return tokens.filter(digest=digest_of_it, revoked_at=None, user__is_active=True)


# Asked with every request of every program.
_tokens = Prepared(_in_use, str)


def _note_use(token_id: int, at: datetime) -> None:
    try:
        _touch(token_id, at)
    except Busy:
        # When a key was last used is for people to look at; no request fails for it.
        log.info("token_use_not_noted", token=token_id)


@use_case
def _touch(token_id: int, at: datetime) -> None:
    ApiToken.objects.filter(pk=token_id).update(last_used_at=at)
