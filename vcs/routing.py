"""Every websocket address of the service."""

from typing import Any

from channels.routing import URLRouter
from django.urls import path, re_path

from rooms.consumers import CalendarConsumer
from vcs.directory.tokens import user_for_token
from vcs.live.identity import Identified, SameOrigin
from vcs.sessions.consumers import OccurrenceConsumer


async def nowhere(_scope: Any, receive: Any, send: Any) -> Any:
    """Refuse the handshake of an address that does not exist."""
    await receive()
    await send({"type": "websocket.close"})


routes = URLRouter(
    [
        path("ws/calendar", CalendarConsumer.as_asgi()),
        path("ws/occurrences/<int:occurrence_id>", OccurrenceConsumer.as_asgi()),
        re_path("", nowhere),
    ]
)
application = SameOrigin(Identified(routes, user_for_token))
