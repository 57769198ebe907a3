"""What booking can be refused for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vcs.core.errors import Conflict, DomainError, NotAllowed, Text

Way = Literal["nearest_time", "other_room", "other_day"]


@dataclass(frozen=True, slots=True)
class ConflictRow:
    """One occurrence that cannot have one resource; `other_title` None where it may not be told."""

    occurrence_starts_at: datetime
    resource_id: int
    resource_name: str
    other_title: str | None
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A way out: the first occurrence's times and the named resources to ask for instead."""

    starts_at: datetime
    ends_at: datetime
    resource_ids: tuple[int, ...]
    reason: Way


class BookingConflict(Conflict):
    """At least one resource is taken at one of the times; nothing was booked."""

    code = "booking_conflict"
    title = Text("เวลาซ้ำซ้อนกับรายการอื่น", "The time collides with something booked")

    def __init__(
        self,
        detail: Text | None = None,
        *,
        conflicts: Sequence[ConflictRow] = (),
        suggestions: Sequence[Suggestion] = (),
    ) -> None:
        super().__init__(detail)
        self.conflicts = list(conflicts)
        self.suggestions = list(suggestions)


class OutsideOpeningHours(DomainError):
    """A resource is not open for the whole of one of the times."""

    code = "outside_opening_hours"
    status = 400
    title = Text("อยู่นอกเวลาเปิดใช้งาน", "Outside opening hours")


class QuotaExceeded(NotAllowed):
    """The person's role may not ask for this much, this early or this late."""

    code = "booking_quota"
    title = Text("เกินสิทธิ์การจองของบทบาทนี้", "More than this role may book")
