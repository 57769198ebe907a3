"""What is done with sessions and invitations."""

from vcs.sessions.services.doors import Admission, enter_meeting, keep_place, leave_place
from vcs.sessions.services.invitations import invite_schools
from vcs.sessions.services.sessions import (
    make_rooms,
    prepare_sessions,
    retry_sessions_of_licence,
)

__all__ = [
    "Admission",
    "enter_meeting",
    "invite_schools",
    "keep_place",
    "leave_place",
    "make_rooms",
    "prepare_sessions",
    "retry_sessions_of_licence",
]
