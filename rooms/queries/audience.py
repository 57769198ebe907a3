"""Which schools a booking asks to attend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from rooms.models import Booking
from vcs.core.errors import FieldError, InvalidInput, Text
from vcs.directory.models import Cluster, School


def expected_schools(booking: Booking) -> QuerySet[School]:
    """The open schools of the booking's office that its audience names."""
    return schools_of(booking.office_id, booking.audience)


def schools_of(office_id: int, audience: Mapping[str, Any] | None) -> QuerySet[School]:
    """The open schools of the office in an audience: all, by cluster, or one by one."""
    schools = School.objects.filter(office_id=office_id, status=School.Status.OPEN)
    audience = audience or {}
    if audience.get("all_schools"):
        return schools
    return schools.filter(
        Q(cluster_id__in=audience.get("clusters") or ()) | Q(id__in=audience.get("schools") or ())
    )


def require_audience(office_id: int, audience: Mapping[str, Any] | None) -> None:
    """Refuse clusters and schools that the office does not have, each by its pointer."""
    audience = audience or {}
    errors = [
        *_strangers("clusters", audience.get("clusters") or (), Cluster, office_id),
        *_strangers("schools", audience.get("schools") or (), School, office_id),
    ]
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)


def _strangers(
    name: str, ids: Sequence[int], model: type[Cluster] | type[School], office_id: int
) -> list[FieldError]:
    if not ids:
        return []
    known = set(
        model._default_manager.filter(office_id=office_id, id__in=ids).values_list("id", flat=True)
    )
    text = Text(
        "ไม่มีรายการนี้ในสำนักงาน เลือกจากรายชื่อ", "The office has no such entry; choose from the list"
    )
    return [
        FieldError(f"/audience/{name}/{n}", "unknown", text)
        for n, key in enumerate(ids)
        if key not in known
    ]
