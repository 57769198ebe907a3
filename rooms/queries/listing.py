"""Lists of occurrences, straight from columns: no instances, two queries whatever the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from rooms.models import Hold, Occurrence
from rooms.rules.validation import LONGEST
from vcs.core.intervals import Interval
from vcs.core.thai import normalise
from vcs.directory import policy
from vcs.directory.models import User

COLUMNS = (
    "id",
    "booking_id",
    "shown_title",
    "booking__kind",
    "starts_at",
    "ends_at",
    "status",
    "booking__status",
    "booking__requester_id",
    "booking__requester__first_name",
    "booking__requester__last_name",
    "booking__work_group__name",
    "booking__rrule",
    "series_number",
    "series_year",
    "skipped_reason",
    "version",
    "updated_at",
)


def occurrence_rows(
    user: User, *, start: datetime | None = None, end: datetime | None = None
) -> QuerySet[Occurrence, dict[str, Any]]:
    """The occurrences in a stretch of time that the person may see, as dicts of COLUMNS."""
    rows = occurrences(user, start=start, end=end)
    found: QuerySet[Occurrence, dict[str, Any]] = rows.annotate(
        shown_title=Coalesce(NullIf(F("title"), Value("")), F("booking__title"))
    ).values(*COLUMNS)
    return found


def occurrences(
    user: User,
    *,
    start: datetime | None = None,
    end: datetime | None = None,
    resource: int | None = None,
    kind: str | None = None,
    status: Iterable[str] = (),
    q: str | None = None,
) -> QuerySet[Occurrence]:
    """The occurrences that overlap [start, end) and that the person may see.

    Drafts are shown to their requester alone; ordered by start, then id.
    """
    rows = policy.visible(Occurrence.objects.all(), user).filter(
        _overlapping(start, end), ~Q(booking__status="draft") | Q(booking__requester=user.pk)
    )
    if resource is not None:
        rows = rows.filter(holds__resource_id=resource)
    if kind:
        rows = rows.filter(booking__kind=kind)
    if status:
        rows = rows.filter(status__in=list(status))
    if q:
        words = normalise(q)
        rows = rows.filter(Q(booking__title__icontains=words) | Q(title__icontains=words))
    return rows.order_by("starts_at", "id")


def _overlapping(start: datetime | None, end: datetime | None) -> Q:
    condition = Q()
    if start is not None:
        # Nothing lasts longer than LONGEST: the second bound lets the index on starts_at serve.
        condition &= Q(ends_at__gt=start, starts_at__gt=start - LONGEST - timedelta(hours=1))
    if end is not None:
        condition &= Q(starts_at__lt=end)
    return condition


def resources_of(occurrence_ids: Iterable[int]) -> dict[int, list[int]]:
    """The resources that each occurrence holds or asks to hold, by id."""
    found: dict[int, list[int]] = defaultdict(list)
    rows = Hold.objects.filter(occurrence_id__in=list(occurrence_ids)).order_by("id")
    for occurrence, resource in rows.values_list("occurrence_id", "resource_id"):
        if occurrence is not None:
            found[occurrence].append(resource)
    return found


def holds_of(occurrence_ids: Iterable[int]) -> dict[int, list[tuple[int, Interval]]]:
    """The stretches, buffers included, that each occurrence takes of its resources."""
    found: dict[int, list[tuple[int, Interval]]] = defaultdict(list)
    rows = Hold.objects.filter(occurrence_id__in=list(occurrence_ids)).order_by("id")
    columns = rows.values_list("occurrence_id", "resource_id", "hold_start", "hold_end")
    for occurrence, resource, start, end in columns:
        if occurrence is not None:
            found[occurrence].append((resource, Interval(start, end)))
    return found
