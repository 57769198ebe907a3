"""Resources, closures, and what is free when."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict

from api.serializers.outputs.common import ProviderName, ResourceKind


class ResourceOut(TypedDict):
    """Anything scarce an office can book; its stored `settings` are never shown."""

    id: int
    name: str
    kind: ResourceKind
    capacity: int | None
    features: list[str]
    location: str
    provider: ProviderName | None
    opening_hours: dict[str, list[tuple[str, str]]]
    requires_approval: bool
    request_holds: bool
    setup_minutes: int
    teardown_minutes: int
    photo_url: str | None
    position: int
    is_active: bool
    version: int
    updated_at: datetime


class BusyStretch(TypedDict):
    """One resource taken for one stretch, its set-up and tear-down time included."""

    resource: int
    starts_at: datetime
    ends_at: datetime


class AvailabilityOut(TypedDict):
    """What is free for the whole stretch, and what takes the others."""

    free: list[ResourceOut]
    busy: list[BusyStretch]


class ClosureOut(TypedDict):
    """A resource out of use for a time."""

    id: int
    resource: int
    starts_at: datetime
    ends_at: datetime
    reason: str
    version: int
