"""The steps of a booking: draft → requested → approved, rejected or cancelled."""

from __future__ import annotations

from vcs.core.errors import Text, WrongState

STEPS: dict[str, frozenset[str]] = {
    "submit": frozenset({"draft"}),
    "approve": frozenset({"requested"}),
    "reject": frozenset({"requested"}),
    "cancel": frozenset({"draft", "requested", "approved"}),
    "edit": frozenset({"draft", "requested", "approved"}),
}
STATUS_TEXT: dict[str, Text] = {
    "draft": Text("ร่าง", "a draft"),
    "requested": Text("รออนุมัติ", "requested"),
    "approved": Text("อนุมัติแล้ว", "approved"),
    "rejected": Text("ไม่อนุมัติ", "rejected"),
    "cancelled": Text("ยกเลิกแล้ว", "cancelled"),
}


def is_possible(step: str, status: str) -> bool:
    """Whether the step may be taken from the status."""
    return status in STEPS[step]


def require_step(step: str, status: str) -> None:
    """Refuse a step that the status does not allow, naming the status."""
    if not is_possible(step, status):
        name = STATUS_TEXT[status]
        raise WrongState(
            Text(f"การจองนี้{name.th} จึงทำขั้นตอนนี้ไม่ได้", f"The booking is {name.en}: not possible now"),
            data={"booking_status": status},
        )
