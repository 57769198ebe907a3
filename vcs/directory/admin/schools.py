"""Schools, their clusters, contacts and viewing sites."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from vcs.core.thai import search_key
from vcs.directory import models, policy
from vcs.directory.admin.base import OfficeInline, OfficeOnly


class ContactInline(OfficeInline):
    """Whom to reach at a school."""

    model = models.Contact
    manage = policy.SCHOOL_MANAGE


@admin.register(models.School)
class SchoolAdmin(OfficeOnly):
    """Schools, found by name or code as people type them."""

    manage = policy.SCHOOL_MANAGE
    list_display = ("name", "smis_code", "district", "cluster", "students", "status")
    list_filter = ("status", "uses_dltv")
    list_select_related = ("cluster",)
    search_fields = ("search_key",)
    autocomplete_fields = ("parent",)
    inlines = (ContactInline,)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Model], search_term: str
    ) -> tuple[QuerySet[Model], bool]:
        """Search by the key, so that spelling habits do not matter."""
        term: Any = search_key(search_term) or search_term
        return super().get_search_results(request, queryset, term)


@admin.register(models.Cluster)
class ClusterAdmin(OfficeOnly):
    """Clusters of schools, in the order people know them."""

    manage = policy.SCHOOL_MANAGE
    list_display = ("name", "position")
    search_fields = ("name",)


@admin.register(models.ViewingSite)
class ViewingSiteAdmin(OfficeOnly):
    """Where several schools watch together."""

    manage = policy.SCHOOL_MANAGE
    list_display = ("name", "host")
    list_select_related = ("host",)
    autocomplete_fields = ("host", "schools")
    search_fields = ("name",)
