"""Occurrences as the API shows them: straight from columns, a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from api.render.meetings import watch_url
from broadcasts.queries import slug_column
from rooms.models import Occurrence
from rooms.queries.columns import COLUMNS, ids_in
from rooms.queries.listing import holds_of
from vcs.core import clock
from vcs.directory import policy
from vcs.directory.models import User
from vcs.sessions.queries import host_join_urls, ready_column

Item = dict[str, Any]
Rows = QuerySet[Occurrence]

MEMBERS = (
    "id",
    "booking",
    "title",
    "kind",
    "starts_at",
    "ends_at",
    "status",
    "booking_status",
    "resources",
    "requester",
    "work_group",
    "is_series",
    "has_roll_call",
    "session_number",
    "skipped_reason",
    "join_url",
    "watch_url",
    "version",
    "updated_at",
)
ALL_MEMBERS = (*MEMBERS, "holds")
# What the value of a member is worked out from, where that is not a column of its own.
NEEDS = {
    "is_series": ("rrule",),
    "has_roll_call": ("asks_nobody",),
    "join_url": ("id", "ends_at", "status", "requester_id", "session"),
    "watch_url": ("slug",),
    "holds": ("id",),
}
LIVE = frozenset({Occurrence.Status.TENTATIVE, Occurrence.Status.CONFIRMED})
ALL_COLUMNS = COLUMNS | {"slug": slug_column(), "session": ready_column()}


def columns_for(members: Iterable[str]) -> list[str]:
    """The columns to read for these members, and for paging; each once."""
    wanted = ["starts_at", "id"]
    for member in members:
        wanted += NEEDS.get(member, (member,))
    return list(dict.fromkeys(wanted))


def read_rows(rows: Rows, columns: Sequence[str]) -> QuerySet[Occurrence, tuple[Any, ...]]:
    """The columns of these occurrences as tuples."""
    return rows.values_list(*(ALL_COLUMNS[name] for name in columns))


def occurrence_items(
    rows: Iterable[Sequence[Any]], columns: Sequence[str], members: Sequence[str], user: User
) -> list[Item]:
    """Rows of `read_rows` as items with these members."""
    items = [dict(zip(columns, row, strict=True)) for row in rows]
    if "join_url" in members:
        _add_join_urls(items, user)
    if "is_series" in members:
        for item in items:
            item["is_series"] = bool(item["rrule"])
    if "has_roll_call" in members:
        for item in items:
            item["has_roll_call"] = not item["asks_nobody"]
    if "watch_url" in members:
        for item in items:
            item["watch_url"] = watch_url(item["slug"]) if item["slug"] else None
    if "resources" in members:
        _add_resources(items)
    if "holds" in members:
        _add_holds(items)
    unasked = [name for name in columns if name not in members]
    for item in items if unasked else ():
        for name in unasked:
            del item[name]
    return items


def one_item(rows: Rows, user: User) -> Item | None:
    """One occurrence with every member, or None."""
    columns = columns_for(ALL_MEMBERS)
    found = list(read_rows(rows, columns)[:1])
    return occurrence_items(found, columns, ALL_MEMBERS, user)[0] if found else None


def _add_resources(items: list[Item]) -> None:
    lists: dict[str | None, list[int]] = {}
    for item in items:
        text = item["resources"]
        if text not in lists:
            lists[text] = ids_in(text)
        item["resources"] = lists[text]


def _add_holds(items: list[Item]) -> None:
    held = holds_of(item["id"] for item in items)
    for item in items:
        item["holds"] = [
            {"resource": resource, "starts_at": span.start, "ends_at": span.end}
            for resource, span in held.get(item["id"], ())
        ]


def _add_join_urls(items: list[Item], user: User) -> None:
    """Where staff join, told to those who may see the invitations, until the meeting is over."""
    everywhere = policy.everywhere(user, policy.INVITATION_VIEW)
    now = clock.now().isoformat()
    asked = [
        item["id"]
        for item in items
        if item["session"]
        and item["status"] in LIVE
        and item["ends_at"] > now
        and (everywhere or item["requester_id"] == user.pk)
    ]
    urls = host_join_urls(asked, user.display_name)
    for item in items:
        item["join_url"] = urls.get(item["id"])
