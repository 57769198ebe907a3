"""Offices, their work groups and holidays."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from vcs.directory import models
from vcs.directory.admin.base import OfficeOnly
from vcs.directory.models import User


@admin.register(models.Office)
class OfficeAdmin(OfficeOnly):
    """An office's own settings; offices come and go only above the offices."""

    list_display = ("code", "short_name", "kind", "province")

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Only above the offices."""
        user = request.user
        return isinstance(user, User) and user.has_perm("directory.add_office")

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never here: with an office goes everything it has."""
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The code names the office in imports and in the history."""
        return ["code"] if obj is not None else []


@admin.register(models.WorkGroup)
class WorkGroupAdmin(OfficeOnly):
    """Groups of an office."""

    list_display = ("name",)
    search_fields = ("name",)


@admin.register(models.OfficeHoliday)
class OfficeHolidayAdmin(OfficeOnly):
    """The office's own word on a day."""

    list_display = ("date", "name", "is_working_day")
    date_hierarchy = "date"
