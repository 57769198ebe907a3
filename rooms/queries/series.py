"""Numbered series of meetings."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Max

from rooms.models import MeetingSeries, Occurrence
from rooms.rules.numbering import year_of


def last_numbers(series: MeetingSeries) -> dict[int, int]:
    """The highest number in each Buddhist year; a meeting called off gives its number back."""
    rows = (
        Occurrence.objects.filter(series=series)
        .exclude(status=Occurrence.Status.CANCELLED)
        .values_list("series_year")
        .annotate(last=Max("series_number"))
        .order_by()
    )
    return {int(year): int(last) for year, last in rows if year is not None and last is not None}


def next_session_number(series: MeetingSeries, at: datetime, zone: ZoneInfo) -> str:
    """What the next meeting on that day would be numbered, "6/2569"."""
    year = year_of(at.astimezone(zone).date(), series.numbering)
    return f"{last_numbers(series).get(year, 0) + 1}/{year}"
