"""A link that somebody pasted: on the licence, or with the booking."""

from __future__ import annotations

from vcs.sessions.providers.addresses import web_address
from vcs.sessions.providers.base import Meeting, MeetingRef, Person, Role


class Manual:
    """Sends everybody to the `join_url` of its settings; there is nothing to make."""

    name = "manual"

    def ensure(self, meeting: Meeting) -> MeetingRef:
        """Refuses a link that no browser should follow; has no name of its own."""
        self.host(meeting)
        return MeetingRef("")

    def join_url(self, meeting: Meeting, person: Person, role: Role) -> str:
        """The pasted link as it is, the same for everybody."""
        del person, role
        return web_address(meeting.settings.get("join_url"), "The pasted link").geturl()

    def host(self, meeting: Meeting) -> str:
        """The name of the machine in the link."""
        return web_address(meeting.settings.get("join_url"), "The pasted link").netloc
