"""Jitsi Meet by its open door: a room exists while somebody is in it, and its name is the key."""

from __future__ import annotations

import base64
import json
import re
import secrets
from urllib.parse import SplitResult, quote

from django.conf import settings

from vcs.sessions.providers.addresses import web_address
from vcs.sessions.providers.base import Meeting, MeetingRef, Person, Role

SECRET_BYTES = 20  # 160 bits, which base32 writes in 32 characters without padding
LONGEST_LABEL = 40


class Jitsi:
    """Rooms on the server of the licence's `server_url`, else on the one of VCS_JITSI_URL.

    It makes no call: the room's unguessable name is all there is to make.
    """

    name = "jitsi"

    def ensure(self, meeting: Meeting) -> MeetingRef:
        """The name it has, or a new one: readable in front, 160 random bits behind."""
        if meeting.room_name:
            return MeetingRef(meeting.room_name)
        label = re.sub(r"[^a-z0-9]+", "-", meeting.label.lower()).strip("-")[:LONGEST_LABEL]
        # Jitsi's room names do not tell upper from lower case.
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode().lower()
        return MeetingRef(f"{label or 'room'}-{secret}")

    def join_url(self, meeting: Meeting, person: Person, role: Role) -> str:
        """The room's address; the name to show goes behind `#`, where no server log sees it."""
        del role  # Without tokens Jitsi makes whoever comes first the moderator.
        server = self._server(meeting)
        name = quote(json.dumps(person.name, ensure_ascii=False), safe="")
        path = server.path.rstrip("/")
        return f"{server.scheme}://{server.netloc}{path}/{meeting.room_name}#userInfo.displayName={name}"

    def host(self, meeting: Meeting) -> str:
        """The server's name."""
        return self._server(meeting).netloc

    def _server(self, meeting: Meeting) -> SplitResult:
        given = meeting.settings.get("server_url") or settings.VCS_JITSI_URL
        return web_address(given, "The server_url of the Jitsi licence")
