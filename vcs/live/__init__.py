"""Live updates: a numbered event log per stream is the truth, sockets are only told of it.

    append(streams.calendar(office_id), "booking.approved", {"booking": pk, "version": 3})

Importing this package touches no model.
"""

from typing import Any

from vcs.live import streams

__all__ = ["append", "streams"]


def append(stream: str, name: str, data: dict[str, Any]) -> int:
    """Write an event as the last write of the running transaction; gives its number in the stream.

    It holds the stream's row until the commit, so several streams go in the order of their names.
    """
    from vcs.live import services

    return services.append_event(stream, name, data)
