"""Numbers that must not repeat: of bookings in a year, of meetings in their series."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import connection

from rooms.models import Booking, MeetingSeries, Occurrence
from rooms.queries.series import last_numbers
from rooms.rules.numbering import allot
from vcs.core.thai import be_year
from vcs.directory.models import Office

_NEXT = """
    INSERT INTO rooms_numbersequence (office_id, year, value) VALUES (%s, %s, 1)
    ON CONFLICT (office_id, year) DO UPDATE SET value = rooms_numbersequence.value + 1
    RETURNING value
"""


def next_booking_number(office: Office, at: datetime) -> str:
    """The office's next number of the Buddhist year, "VC-2569-0412"; a rollback gives it back."""
    year = be_year(at.astimezone(ZoneInfo(office.time_zone)).date())
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [office.pk, year])
        return f"VC-{year}-{cursor.fetchone()[0]:04d}"


def number_occurrences(booking: Booking, occurrences: Sequence[Occurrence], zone: ZoneInfo) -> None:
    """Number what takes place on in its booking's series, if it has one; the caller saves."""
    if booking.series_id is None:
        return
    series = MeetingSeries.objects.select_for_update().get(pk=booking.series_id)
    held = [one for one in occurrences if one.status != Occurrence.Status.SKIPPED]
    days = [one.starts_at.astimezone(zone).date() for one in held]
    numbers = allot(days, series.numbering, last_numbers(series))
    for occurrence, (year, number) in zip(held, numbers, strict=True):
        occurrence.series = series
        occurrence.series_year, occurrence.series_number = year, number
