"""Why a personal link does not let somebody in."""

from __future__ import annotations

from vcs.core.errors import DomainError, Text
from vcs.sessions.rules import DoorState


class LinkUnknown(DomainError):
    """No invitation has this link: mistyped, cut off, or never ours."""

    code = "link_unknown"
    status = 404
    title = Text("ไม่พบลิงก์นี้", "This link is not known")


class LinkRevoked(DomainError):
    """The link was good once; it was replaced, or its holder is no longer asked."""

    code = "link_revoked"
    status = 410
    title = Text("ลิงก์นี้ใช้ไม่ได้แล้ว", "This link no longer works")


class DoorShut(DomainError):
    """The meeting cannot be entered at this moment; `state` says why."""

    code = "door_shut"
    status = 409
    title = Text("ขณะนี้ยังเข้าห้องประชุมไม่ได้", "The meeting cannot be entered now")

    def __init__(self, state: DoorState) -> None:
        super().__init__(data={"state": state.value})


class MeetingNotReady(DomainError):
    """The door is open, but the provider has no room to lead to."""

    code = "meeting_not_ready"
    status = 503
    title = Text(
        "ห้องประชุมออนไลน์ยังไม่พร้อม ลองใหม่อีกครั้ง หรือติดต่อสำนักงานเขต",
        "The online room is not ready; try again or call the office",
    )


class TooOften(DomainError):
    """More requests than any honest use of this link makes; `retry_after` says when to return."""

    code = "rate_limited"
    status = 429
    title = Text("มีคำขอถี่เกินไป รอสักครู่แล้วลองใหม่", "Too many requests; wait a moment and try again")

    def __init__(self, retry_after: int) -> None:
        super().__init__(data={"retry_after": retry_after})
        self.retry_after = retry_after
