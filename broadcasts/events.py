"""What the screens are told of broadcasts."""

from __future__ import annotations

from typing import Any, Final

from broadcasts.models import Broadcast

CHANGED: Final = "broadcast.changed"


def changed(broadcast: Broadcast) -> tuple[str, dict[str, Any]]:
    """Name and payload: which broadcast, how it stands, and the version after the change."""
    data = {
        "broadcast": broadcast.pk,
        "status": broadcast.status,
        "scheduled_start": broadcast.scheduled_start.isoformat(),
        "version": broadcast.version,
    }
    return CHANGED, data
