"""Who was asked to join, who was there, and the addresses of calendars and streams."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NotRequired, TypedDict

AttendanceStatus = Literal["present", "late", "left_early", "absent", "excused"]
Rsvp = Literal["needs_action", "accepted", "declined", "tentative"]
FeedScope = Literal["school", "cluster", "resource", "channel", "office", "me"]


class InvitationOut(TypedDict):
    """One school, or a guest by e-mail (`school` null), and its personal link."""

    id: int
    school: int | None
    school_name: str
    email: str
    rsvp: Rsvp
    join_url: str
    delivered_at: datetime | None


# The contract names a member `from`, which no class body can.
EvidenceOut = TypedDict(
    "EvidenceOut",
    {"source": str, "from": datetime, "to": datetime, "via": "int | None"},
)


class CorrectionOut(TypedDict):
    """A person's word that stands in place of what machines saw."""

    status: AttendanceStatus | None
    note: str
    actor: str
    at: datetime


class SchoolAttendanceOut(TypedDict):
    """One expected school's line of the roll call."""

    school: int
    school_name: str
    cluster: str | None
    district: str
    status: AttendanceStatus
    first_seen: datetime | None
    last_seen: datetime | None
    minutes: int
    people: int | None
    evidence: list[EvidenceOut]
    correction: CorrectionOut | None


class AttendanceOut(TypedDict):
    """The roll call; the five counts sum to `expected`."""

    occurrence: int
    as_of: datetime
    expected: int
    present: int
    late: int
    left_early: int
    absent: int
    excused: int
    schools: list[SchoolAttendanceOut]


class FeedOut(TypedDict):
    """A calendar's secret address; `url` is told once, when it is made or changed."""

    id: int
    scope: FeedScope
    target: int
    target_name: str
    created_by: str
    created_at: datetime
    rotated_at: datetime | None
    last_read_at: datetime | None
    url: NotRequired[str]


class StreamOut(TypedDict):
    """Where the encoder sends to; the key only for those who operate."""

    ingest_url: str | None
    key: NotRequired[str | None]
    health: str | None


class BroadcastOut(TypedDict):
    """The live stream of one occurrence."""

    id: int
    occurrence: int
    slug: str
    title: str
    status: Literal[
        "planned", "scheduled", "ready", "testing", "live", "ended", "failed", "cancelled"
    ]
    channel: int
    scheduled_start: datetime
    scheduled_end: datetime
    youtube_id: str | None
    privacy: Literal["public", "unlisted", "private"]
    auto_start: bool
    stream: StreamOut
    viewers: int
    watch_url: str | None
    version: int
    updated_at: datetime
