"""Clock-driven work of rooms."""

from __future__ import annotations

from datetime import timedelta

from vcs import outbox


@outbox.periodic("rooms.expire_requests", every=timedelta(minutes=1))
def expire_requests() -> None:
    """Free the slots of requests that waited too long."""
    from rooms import services

    services.expire_requests()
