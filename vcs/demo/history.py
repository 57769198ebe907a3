"""Who asked for what, and who decided it: the history of the demo year."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from rooms.models import Booking
from vcs.demo.stage import Draft, Stage
from vcs.directory.audit import target_type
from vcs.directory.models import AuditEntry, User


def history_of(stage: Stage, draft: Draft, booking: Booking) -> Iterable[AuditEntry]:
    count = len(draft.meeting.days)
    asked = "booking.requested" if draft.decided_by or not draft.decided_at else "booking.approved"
    yield _entry(stage, booking, asked, booking.requester, draft.asked_at, {"occurrences": count})
    if draft.decided_by is None or draft.decided_at is None:
        return
    rejected = draft.meeting.status == "rejected"
    decision = "booking.rejected" if rejected else "booking.approved"
    data = {"occurrences": count} | ({"reason": booking.reason} if rejected else {})
    yield _entry(stage, booking, decision, draft.decided_by, draft.decided_at, data)
    if draft.meeting.status == "cancelled":
        data = {"occurrences": count, "reason": booking.reason, "scope": "all"}
        when = draft.changed_at
        yield _entry(stage, booking, "booking.cancelled", booking.requester, when, data)


def _entry(
    stage: Stage, booking: Booking, action: str, actor: User, when: datetime, data: dict[str, Any]
) -> AuditEntry:
    return AuditEntry(
        office=stage.office,
        actor=actor,
        action=action,
        target_type=target_type(Booking),
        target_id=booking.pk,
        data=data,
        at=when,
    )
