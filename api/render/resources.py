"""Resources and closures as the API shows them."""

from __future__ import annotations

from typing import cast

from api.serializers.outputs.common import ProviderName, ResourceKind
from api.serializers.outputs.resources import AvailabilityOut, ClosureOut, ResourceOut
from rooms.models import Closure, Resource
from rooms.queries import Availability


def resource_out(row: Resource) -> ResourceOut:
    """One resource; its stored settings stay inside."""
    return {
        "id": row.pk,
        "name": row.name,
        "kind": cast("ResourceKind", row.kind),
        "capacity": row.capacity,
        "features": row.features,
        "location": row.location,
        "provider": cast("ProviderName", row.provider) if row.provider else None,
        "opening_hours": row.opening_hours,
        "requires_approval": row.requires_approval,
        "request_holds": row.request_holds,
        "setup_minutes": row.setup_minutes,
        "teardown_minutes": row.teardown_minutes,
        # A new picture has a new address, so that no cache shows the old one.
        "photo_url": f"/api/v1/resources/{row.pk}/photo/?v={row.version}" if row.photo else None,
        "position": row.position,
        "is_active": row.is_active,
        "version": row.version,
        "updated_at": row.updated_at,
    }


def availability_out(found: Availability) -> AvailabilityOut:
    """What is free, and what takes the others when."""
    return {
        "free": [resource_out(row) for row in found.free],
        "busy": [
            {"resource": row.pk, "starts_at": taken.start, "ends_at": taken.end}
            for row, taken in found.busy
        ],
    }


def closure_out(row: Closure) -> ClosureOut:
    """One closure."""
    return {
        "id": row.pk,
        "resource": row.resource_id,
        "starts_at": row.starts_at,
        "ends_at": row.ends_at,
        "reason": row.reason,
        "version": row.version,
    }
