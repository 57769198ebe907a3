"""Addresses that offices enter: only such as a browser may be sent to."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from vcs.sessions.providers.base import Permanent

_LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


def web_address(text: object, what: str) -> SplitResult:
    """The parts of an https address (http on this machine only) without a user's name in it."""
    try:
        parts = urlsplit(str(text or "").strip())
        host = parts.hostname
    except ValueError:
        raise Permanent(f"{what} is not a web address") from None
    if not host or "@" in parts.netloc:
        raise Permanent(f"{what} is not a web address")
    if parts.scheme != "https" and not (parts.scheme == "http" and host in _LOCAL):
        raise Permanent(f"{what} must begin with https://")
    return parts
