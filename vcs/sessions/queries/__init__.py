"""What there is to read of sessions and invitations."""

from vcs.sessions.queries.door import Door, door, open_door
from vcs.sessions.queries.invitations import (
    InvitationRow,
    find_invitation,
    invitation_rows,
    join_token,
    join_url,
    join_urls_of_school,
)
from vcs.sessions.queries.meetings import host_join_urls, meeting_of, ready_column

__all__ = [
    "Door",
    "InvitationRow",
    "door",
    "find_invitation",
    "host_join_urls",
    "invitation_rows",
    "join_token",
    "join_url",
    "join_urls_of_school",
    "meeting_of",
    "open_door",
    "ready_column",
]
