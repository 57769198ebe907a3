"""The whole service as one ASGI application: feeds, websockets, Django."""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vcs.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402

from vcs import routing  # noqa: E402
from vcs.calendars.asgi import feed_app  # noqa: E402
from vcs.server.handler import PooledHandler, Receive, Scope, Send  # noqa: E402

django_app = PooledHandler(threads=settings.VCS_WEB_THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Feeds before Django, whose middleware costs more than their answer; then the rest."""
    app: Any = django_app
    if scope["type"] == "websocket":
        app = routing.application
    elif scope["path"].startswith("/feeds/") and scope["path"].endswith(".ics"):
        app = feed_app
    await app(scope, receive, send)
