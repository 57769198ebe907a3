"""Who opens a socket: the session cookie of a browser, or a program's bearer token."""

from collections.abc import Callable
from functools import partial
from http.cookies import SimpleCookie
from typing import Any, cast

from asgiref.typing import ASGI3Application, ASGIReceiveCallable, ASGISendCallable, Scope
from channels.security.websocket import OriginValidator
from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils.module_loading import import_string

TokenLookup = Callable[[str], AbstractBaseUser | None]


class Identified:
    """Puts into the scope what finds out who is there; consumers call it off the event loop.

    It is a function, not a user, because a socket lives long: it is asked again now and then.
    """

    def __init__(self, app: ASGI3Application, token_lookup: TokenLookup) -> None:
        self.app = app
        self.token_lookup = token_lookup

    async def __call__(
        self, scope: Scope, receive: ASGIReceiveCallable, send: ASGISendCallable
    ) -> None:
        """Add `identify` and pass on."""
        headers = dict(scope["headers"])  # type: ignore[typeddict-item]
        extended = {**scope, "identify": partial(identify, headers, self.token_lookup)}
        await self.app(cast("Scope", extended), receive, send)


class SameOrigin(OriginValidator):  # type: ignore[misc]
    """Refuses a foreign Origin before the handshake; programs send none and need their token."""

    def __init__(self, app: ASGI3Application) -> None:
        super().__init__(app, settings.ALLOWED_HOSTS)

    def valid_origin(self, parsed_origin: Any) -> bool:
        """Browsers always name the origin of a page that opens a socket."""
        return parsed_origin is None or bool(super().valid_origin(parsed_origin))


def identify(headers: dict[bytes, bytes], token_lookup: TokenLookup) -> AbstractBaseUser | None:
    """The active user of the token or else of the session; None if neither holds."""
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin1").partition(" ")
    if scheme.lower() == "bearer":
        return token_lookup(secret.strip())
    return _user_of_session(headers.get(b"cookie", b"").decode("latin1"))


def _user_of_session(cookies: str) -> AbstractBaseUser | None:
    morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None
    request = HttpRequest()
    request.session = _session(morsel.value)
    user = get_user(request)
    return user if isinstance(user, AbstractBaseUser) and user.is_active else None


def _session(key: str) -> SessionBase:
    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")(key)
    return session
