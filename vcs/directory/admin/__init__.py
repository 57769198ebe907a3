"""The directory in the admin."""

from vcs.directory.admin.base import OfficeInline, OfficeOnly
from vcs.directory.admin.offices import OfficeAdmin, OfficeHolidayAdmin, WorkGroupAdmin
from vcs.directory.admin.people import ApiTokenAdmin, AuditEntryAdmin, UserAdmin
from vcs.directory.admin.schools import ClusterAdmin, SchoolAdmin, ViewingSiteAdmin

__all__ = [
    "ApiTokenAdmin",
    "AuditEntryAdmin",
    "ClusterAdmin",
    "OfficeAdmin",
    "OfficeHolidayAdmin",
    "OfficeInline",
    "OfficeOnly",
    "SchoolAdmin",
    "UserAdmin",
    "ViewingSiteAdmin",
    "WorkGroupAdmin",
]
