"""Bookings, their occurrences, and what sending or approving one would do."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, NotRequired, TypedDict

from api.serializers.outputs.common import (
    Bilingual,
    BookingKind,
    BookingStatus,
    OccurrenceStatus,
    ProviderName,
    ResourceKind,
    Stamp,
)
from api.serializers.outputs.problems import ConflictItem, SuggestionItem
from api.serializers.outputs.resources import BusyStretch

Ability = Literal["edit", "submit", "approve", "reject", "cancel"]


class OccurrenceOut(TypedDict):
    """One dated instance; `holds` is what it takes of its resources, buffers included."""

    id: int
    booking: int
    title: str
    kind: BookingKind
    starts_at: Stamp
    ends_at: Stamp
    status: OccurrenceStatus
    booking_status: BookingStatus
    resources: list[int]
    holds: NotRequired[list[BusyStretch]]
    requester: str
    work_group: str
    is_series: bool
    has_roll_call: bool
    session_number: str | None
    skipped_reason: str | None
    join_url: str | None
    watch_url: str | None
    version: int
    updated_at: Stamp


class OccurrenceItem(TypedDict):
    """One dated instance in a list; `?fields=` leaves out all but the members named."""

    id: NotRequired[int]
    booking: NotRequired[int]
    title: NotRequired[str]
    kind: NotRequired[BookingKind]
    starts_at: NotRequired[Stamp]
    ends_at: NotRequired[Stamp]
    status: NotRequired[OccurrenceStatus]
    booking_status: NotRequired[BookingStatus]
    resources: NotRequired[list[int]]
    holds: NotRequired[list[BusyStretch]]
    requester: NotRequired[str]
    work_group: NotRequired[str]
    is_series: NotRequired[bool]
    has_roll_call: NotRequired[bool]
    session_number: NotRequired[str | None]
    skipped_reason: NotRequired[str | None]
    join_url: NotRequired[str | None]
    watch_url: NotRequired[str | None]
    version: NotRequired[int]
    updated_at: NotRequired[Stamp]


class BookingOccurrence(TypedDict):
    """One date of a booking."""

    id: int
    starts_at: Stamp
    ends_at: Stamp
    status: OccurrenceStatus
    resources: list[int]
    skipped_reason: str | None
    session_number: str | None
    version: int


class PoolOut(TypedDict):
    """Any `count` of a kind with so many seats."""

    kind: ResourceKind
    min_capacity: int
    count: int


class AudienceOut(TypedDict):
    """Who is asked to join."""

    all_schools: NotRequired[bool]
    clusters: NotRequired[list[int]]
    schools: NotRequired[list[int]]
    emails: NotRequired[list[str]]


class ConferenceOut(TypedDict):
    """That there is a video meeting, and where."""

    provider: NotRequired[ProviderName | None]


class BroadcastWish(TypedDict):
    """That it goes on air, and where."""

    channel: NotRequired[int | None]
    privacy: NotRequired[str]
    auto_start: NotRequired[bool]


class RequesterOut(TypedDict):
    """Who asked."""

    id: int
    name: str
    work_group: str


class BookingCore(TypedDict):
    """What a booking is, without its dates."""

    id: int
    number: str
    title: str
    description: str
    kind: BookingKind
    status: BookingStatus
    starts_at: datetime
    ends_at: datetime
    timezone: str
    rrule: str | None
    exdates: list[datetime]
    resources: list[int]
    any_of: list[PoolOut]
    audience: AudienceOut
    conference: ConferenceOut | None
    broadcast: BroadcastWish | None
    on_conflict: Literal["reject", "skip"]
    series: int | None
    requester: RequesterOut
    reason: str | None
    requested_at: datetime | None
    decided_at: datetime | None
    hold_expires_at: datetime | None
    can: list[Ability]
    version: int
    created_at: datetime
    updated_at: datetime


class BookingOut(BookingCore):
    """A booking with its first 400 dates and what the asking person may do with it."""

    occurrences: list[BookingOccurrence]
    occurrence_count: int


class BookingItem(BookingCore):
    """A booking in a list."""

    next_occurrence: BookingOccurrence | None
    occurrence_count: int


class CheckOut(TypedDict):
    """One line of what was looked at."""

    code: str
    level: Literal["ok", "warning", "error"]
    text: Bilingual
    resource: int | None


class PoolCheck(PoolOut):
    """How many of a pool are free throughout, and which would be taken first."""

    free: int
    total: int
    chosen: list[int]


class BookingCheck(TypedDict):
    """What sending the same body to `/bookings/` would give now."""

    free: bool
    requires_approval: bool
    approvers: list[str]
    hold_hours: int
    occurrences: int
    conflicts: list[ConflictItem]
    suggestions: list[SuggestionItem]
    pools: list[PoolCheck]
    checks: list[CheckOut]


class PushedOut(TypedDict):
    """A waiting request that approval would leave without one of its resources."""

    booking: int
    number: str
    title: str
    requester: str
    resource: int
    starts_at: datetime
    ends_at: datetime


class Effects(TypedDict):
    """Whom and what approval would set going."""

    schools: int
    conference: bool
    broadcast: bool


class ImpactOut(TypedDict):
    """What approving would do."""

    conflicts: list[ConflictItem]
    pushed_out: list[PushedOut]
    checks: list[CheckOut]
    effects: Effects


class HistoryEntry(TypedDict):
    """Who did what, when."""

    at: datetime
    actor: str | None
    action: str
    text: Bilingual
    data: dict[str, Any]
