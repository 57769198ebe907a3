"""What a booking names besides its resources must be the office's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rooms.models import MeetingSeries, Resource
from rooms.queries.audience import require_audience
from rooms.rules.requests import UNSET, BookingChanges, BookingRequest
from vcs.core.errors import InvalidInput, Text


def require_references(office_id: int, asked: BookingRequest | BookingChanges) -> None:
    """Refuse schools, clusters, a series or a channel that the office does not have, by pointer."""
    if asked.audience is not UNSET:
        require_audience(office_id, asked.audience)
    if asked.broadcast is not UNSET:
        _require_channel(office_id, asked.broadcast)
    if isinstance(asked, BookingRequest):
        _require_series(office_id, asked.series)


def _require_series(office_id: int, series_id: int | None) -> None:
    if series_id is None:
        return
    if not MeetingSeries.objects.filter(office=office_id, pk=series_id).exists():
        raise InvalidInput.field(
            "/series",
            "unknown_series",
            Text("ไม่มีชุดการประชุมนี้ในสำนักงาน", "The office has no such series of meetings"),
        )


def _require_channel(office_id: int, broadcast: Mapping[str, Any] | None) -> None:
    channel = (broadcast or {}).get("channel")
    if channel is None:
        return
    rows = Resource.objects.filter(office=office_id, kind=Resource.Kind.CHANNEL, is_active=True)
    if not rows.filter(pk=channel).exists():
        raise InvalidInput.field(
            "/broadcast/channel",
            "unknown_channel",
            Text("ไม่มีช่องถ่ายทอดสดนี้ในสำนักงาน", "The office has no such channel"),
        )
