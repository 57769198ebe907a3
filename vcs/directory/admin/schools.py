"""Schools, their clusters, contacts and viewing sites."""

from __future__ import annotations

from django.contrib import admin

from vcs.directory import models, policy
from vcs.directory.admin.base import OfficeOnly


@admin.register(models.School)
class SchoolAdmin(OfficeOnly):
    """Schools, found by name or code."""

    manage = policy.SCHOOL_MANAGE
    list_display = ("name", "smis_code", "district", "cluster", "status")
    list_filter = ("status", "uses_dltv")
    search_fields = ("search_key", "name")


@admin.register(models.Cluster)
class ClusterAdmin(OfficeOnly):
    """Clusters of schools."""

    manage = policy.SCHOOL_MANAGE
    list_display = ("name", "position", "office")
