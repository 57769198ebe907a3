"""Occurrences as the API shows them: straight from columns, a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from api.render.bookings import named_resources, session_number
from rooms.queries.listing import holds_of, resources_of
from vcs.core.intervals import Interval

Row = Mapping[str, Any]
Item = dict[str, Any]

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
    "session_number",
    "skipped_reason",
    "join_url",
    "watch_url",
    "version",
    "updated_at",
)
ALL_MEMBERS = (*MEMBERS, "holds")


@dataclass(slots=True)
class Related:
    """What items show beside their own columns, by occurrence id (`named` by booking id)."""

    resources: Mapping[int, list[int]] = field(default_factory=dict)
    named: Mapping[int, list[int]] = field(default_factory=dict)
    holds: Mapping[int, list[tuple[int, Interval]]] = field(default_factory=dict)

    @classmethod
    def of(cls, rows: Sequence[Row], members: Collection[str]) -> Related:
        """Read what these members need, each by one query."""
        ids = [row["id"] for row in rows]
        related = cls()
        if "resources" in members:
            related.resources = resources_of(ids)
            related.named = _named(rows, related.resources)
        if "holds" in members:
            related.holds = holds_of(ids)
        return related


def occurrence_items(rows: Sequence[Row], members: Sequence[str]) -> list[Item]:
    """Rows of `rooms.queries.occurrence_rows` as items with these members."""
    related = Related.of(rows, members)
    items = [_item(row, related) for row in rows]
    if "holds" in members:
        for item in items:
            item["holds"] = _holds(related.holds.get(item["id"], ()))
    if set(MEMBERS) <= set(members):
        return items
    return [{name: item[name] for name in members} for item in items]


def _item(row: Row, related: Related) -> Item:
    return {
        "id": row["id"],
        "booking": row["booking_id"],
        "title": row["shown_title"],
        "kind": row["booking__kind"],
        "starts_at": row["starts_at"],
        "ends_at": row["ends_at"],
        "status": row["status"],
        "booking_status": row["booking__status"],
        "resources": related.resources.get(row["id"]) or related.named.get(row["booking_id"], []),
        "requester": _requester(row),
        "work_group": row["booking__work_group__name"] or "",
        "is_series": bool(row["booking__rrule"]),
        "session_number": session_number(row),
        "skipped_reason": row["skipped_reason"] or None,
        "join_url": None,
        "watch_url": None,
        "version": row["version"],
        "updated_at": row["updated_at"],
    }


def _requester(row: Row) -> str:
    name = f"{row['booking__requester__first_name']} {row['booking__requester__last_name']}"
    return name.strip()


def _holds(holds: Sequence[tuple[int, Interval]]) -> list[Item]:
    return [
        {"resource": resource, "starts_at": span.start, "ends_at": span.end}
        for resource, span in holds
    ]


def _named(rows: Sequence[Row], held: Mapping[int, list[int]]) -> dict[int, list[int]]:
    """What the bookings name whose occurrences hold nothing (drafts, cancelled, skipped)."""
    named: dict[int, list[int]] = defaultdict(list)
    bookings = {row["booking_id"] for row in rows if row["id"] not in held}
    for booking, resource in named_resources(bookings):
        named[booking].append(resource)
    return named
