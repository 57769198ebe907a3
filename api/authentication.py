"""Who is asking: a program by its key, a person by the session of the browser."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from rest_framework.authentication import BaseAuthentication
from rest_framework.authentication import SessionAuthentication as DRFSessionAuthentication

from api.errors import BadToken, CsrfFailed
from vcs.directory.models import User
from vcs.directory.tokens import user_for_token

_SCHEME = "bearer "


class BearerAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; a wrong token is refused, never ignored."""

    def authenticate(self, request: Any) -> tuple[User, str] | None:
        header: str = request.META.get("HTTP_AUTHORIZATION", "")
        if header[: len(_SCHEME)].lower() != _SCHEME:
            return None
        user = user_for_token(header[len(_SCHEME) :].strip())
        if user is None:
            raise BadToken
        return user, "token"

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class SessionAuthentication(DRFSessionAuthentication):
    """The browser's session; a write must carry the page's CSRF token."""

    def authenticate(self, request: Any) -> tuple[User, None] | None:
        user: User | AnonymousUser | None = getattr(request._request, "user", None)
        if not isinstance(user, User) or not user.is_active:
            # `request.user` is lazy: isinstance looks through it.
            return None
        self.enforce_csrf(request)
        return user, None

    def enforce_csrf(self, request: Any) -> None:
        try:
            super().enforce_csrf(request)
        except Exception as error:
            raise CsrfFailed from error
