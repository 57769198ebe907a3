"""What the rest of the house is told of sessions and invitations: topics of the outbox."""

from __future__ import annotations

from typing import Final

# Payload {"booking": id}: who is asked, or whose link works, has changed.
INVITATIONS_CHANGED: Final = "sessions.invitations_changed"
