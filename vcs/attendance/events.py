"""What the screens are told of a roll call."""

from __future__ import annotations

from typing import Any, Final

from vcs.attendance.queries import RollCall

CHANGED: Final = "attendance.changed"


def changed(school_id: int, call: RollCall) -> dict[str, Any]:
    """The payload of `attendance.changed`: the school, its status, and the counts after it."""
    counts = {status.value: count for status, count in call.counts.items()}
    return {
        "school": school_id,
        "status": call.status_of(school_id).value,
        "expected": call.expected,
    } | counts
