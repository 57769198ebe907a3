"""Broadcasts as staff find them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from broadcasts.models import Broadcast
from vcs.directory import policy


def broadcasts(
    user: policy.Person,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    status: Iterable[str] = (),
    channel: int | None = None,
) -> QuerySet[Broadcast]:
    """The broadcasts planned within [start, end) that the person may see, by start; one query."""
    rows = policy.visible(Broadcast.objects.all(), user)
    if start is not None:
        rows = rows.filter(scheduled_end__gt=start)
    if end is not None:
        rows = rows.filter(scheduled_start__lt=end)
    if channel is not None:
        rows = rows.filter(channel=channel)
    statuses = list(status)
    if statuses:
        rows = rows.filter(status__in=statuses)
    return rows.select_related("occurrence__booking", "channel").order_by("scheduled_start", "id")


def broadcast_of(user: policy.Person, broadcast_id: int) -> Broadcast | None:
    """One broadcast, if the person may see it; one query."""
    return broadcasts(user).filter(pk=broadcast_id).first()


def slug_column() -> Subquery:
    """The public address of an occurrence that goes on air, for lists of occurrences; else null."""
    rows = Broadcast.objects.filter(occurrence=OuterRef("pk"))
    return Subquery(rows.exclude(status=Broadcast.Status.CANCELLED).values("slug"))
