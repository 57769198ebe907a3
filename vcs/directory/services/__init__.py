"""What changes the directory, each a transaction of its own with its row in the history."""

from vcs.directory.services.offices import OfficeValues, create_office
from vcs.directory.services.people import (
    PersonValues,
    RoleValues,
    add_user,
    end_role,
    give_role,
    remove_second_factors,
)

__all__ = [
    "OfficeValues",
    "PersonValues",
    "RoleValues",
    "add_user",
    "create_office",
    "end_role",
    "give_role",
    "remove_second_factors",
]
