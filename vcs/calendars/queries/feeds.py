"""Feeds as their makers and their readers find them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from vcs.calendars.models import Feed, RetiredToken
from vcs.directory import policy


@dataclass(frozen=True, slots=True)
class Address:
    """What a token leads to; `document_id` is None for one that was revoked or replaced."""

    feed_id: int
    document_id: int | None


def find_address(digest: str) -> Address | None:
    """The feed of a token's digest, None where there never was one."""
    row = Feed.objects.filter(token_digest=digest).values_list("pk", "document_id", "revoked_at")
    if found := row.first():
        feed_id, document_id, revoked_at = found
        return Address(feed_id, None if revoked_at else document_id)
    retired = RetiredToken.objects.filter(digest=digest).values_list("feed_id", flat=True).first()
    return None if retired is None else Address(retired, None)


def feeds(user: policy.Person) -> QuerySet[Feed]:
    """The feeds in use that the person may see, newest first, each with its target."""
    rows = policy.visible(Feed.objects.filter(revoked_at__isnull=True), user)
    return rows.select_related(
        "document__office",
        "document__school",
        "document__cluster",
        "document__resource",
        "document__user",
        "created_by",
    )
