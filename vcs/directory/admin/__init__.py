"""The directory in the admin."""

from vcs.directory.admin.base import OfficeOnly
from vcs.directory.admin.schools import ClusterAdmin, SchoolAdmin

__all__ = ["ClusterAdmin", "OfficeOnly", "SchoolAdmin"]
