"""What would happen, and what has happened, as the API tells it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from api.problems import conflicts_out, suggestions_out
from api.serializers.outputs.bookings import (
    BookingCheck,
    CheckOut,
    HistoryEntry,
    ImpactOut,
    PoolCheck,
)
from api.serializers.outputs.common import Bilingual, ResourceKind
from rooms.queries import ApprovalImpact, BookingPreview
from rooms.queries.previews import Check, PoolPreview
from vcs.core.errors import Text
from vcs.directory.models import AuditEntry

ACTIONS: dict[str, Text] = {
    "booking.drafted": Text("บันทึกร่าง", "saved a draft"),
    "booking.requested": Text("ส่งคำขอ", "sent the request"),
    "booking.approved": Text("อนุมัติ", "approved it"),
    "booking.rejected": Text("ไม่อนุมัติ", "rejected it"),
    "booking.cancelled": Text("ยกเลิก", "cancelled it"),
    "booking.changed": Text("แก้ไข", "changed it"),
    "booking.expired": Text(
        "คำขอหมดเวลารออนุมัติ คืนเวลาที่กันไว้", "the request expired and freed its slots"
    ),
}


def check_out(preview: BookingPreview) -> BookingCheck:
    """What sending a booking would give."""
    return {
        "free": preview.free,
        "requires_approval": preview.requires_approval,
        "approvers": preview.approvers,
        "hold_hours": preview.hold_hours,
        "occurrences": preview.occurrences,
        "conflicts": conflicts_out(preview.conflicts),
        "suggestions": suggestions_out(preview.suggestions),
        "pools": [_pool(pool) for pool in preview.pools],
        "checks": checks_out(preview.checks),
    }


def impact_out(impact: ApprovalImpact) -> ImpactOut:
    """What approving a booking would do."""
    return {
        "conflicts": conflicts_out(impact.conflicts),
        "pushed_out": [
            {
                "booking": row.booking_id,
                "number": row.number,
                "title": row.title,
                "requester": row.requester,
                "resource": row.resource_id,
                "starts_at": row.starts_at,
                "ends_at": row.ends_at,
            }
            for row in impact.pushed_out
        ],
        "checks": checks_out(impact.checks),
        "effects": {
            "schools": impact.schools,
            "conference": impact.conference,
            "broadcast": impact.broadcast,
        },
    }


def checks_out(checks: Iterable[Check]) -> list[CheckOut]:
    """The lines of the check list."""
    return [
        {
            "code": check.code,
            "level": check.level,
            "text": bilingual(check.text),
            "resource": check.resource_id,
        }
        for check in checks
    ]


def history_out(entry: AuditEntry) -> HistoryEntry:
    """One line of a booking's history."""
    said = ACTIONS.get(entry.action) or Text(entry.action, entry.action)
    return {
        "at": entry.at,
        "actor": entry.actor.display_name if entry.actor else None,
        "action": entry.action,
        "text": bilingual(said),
        "data": entry.data,
    }


def bilingual(text: Text) -> Bilingual:
    """A text in both languages."""
    return {"th": text.th, "en": text.en}


def _pool(preview: PoolPreview) -> PoolCheck:
    spec = preview.pool.spec
    return {
        "kind": cast("ResourceKind", spec.kind),
        "min_capacity": spec.min_capacity,
        "count": spec.count,
        "free": preview.free,
        "total": len(preview.pool.candidates),
        "chosen": preview.chosen,
    }
