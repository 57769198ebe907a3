"""What an office sets once and seldom changes: who may book how much, and its numbered series.

Bookings and resources themselves are changed in the app, through the services, never here.
"""

from __future__ import annotations

from django.contrib import admin

from rooms.models import BookingPolicy, MeetingSeries
from vcs.directory.admin.base import OfficeOnly


@admin.register(BookingPolicy)
class BookingPolicyAdmin(OfficeOnly):
    """Limits of a role."""

    list_display = ("role", "window_days", "notice_minutes", "open_bookings", "hours_per_week")


@admin.register(MeetingSeries)
class MeetingSeriesAdmin(OfficeOnly):
    """Series of meetings that count ครั้งที่ n/พ.ศ."""

    list_display = ("name", "kind", "numbering")
    search_fields = ("name",)
