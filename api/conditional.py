"""Versions as entity tags: 304 for who has it already, 412 for who would overwrite another's."""

from __future__ import annotations

from typing import Any

from django.utils.http import parse_etags

from vcs.core.errors import PreconditionFailed


def etag(version: int) -> str:
    """The strong entity tag of a version."""
    return f'"{version}"'


def is_known(request: Any, version: int) -> bool:
    """Whether If-None-Match says that the client has this very version."""
    tags = _tags(request, "HTTP_IF_NONE_MATCH")
    return "*" in tags or version in _versions(tags)


def expected_version(request: Any) -> int | None:
    """The version If-Match insists on; None without the header or for `*`.

    Of several the newest counts. A tag that never was a version of ours matches nothing.
    """
    tags = _tags(request, "HTTP_IF_MATCH")
    if not tags or "*" in tags:
        return None
    versions = _versions(tags)
    if not versions:
        raise PreconditionFailed
    return max(versions)


def require_version(request: Any, version: int) -> None:
    """Refuse unless If-Match is absent, `*` or this version."""
    expected = expected_version(request)
    if expected is not None and expected != version:
        raise PreconditionFailed


def _tags(request: Any, header: str) -> list[str]:
    text = request.META.get(header, "").strip()
    return parse_etags(text) or [text] if text else []


def _versions(tags: list[str]) -> list[int]:
    # A proxy that compresses weakens the tag; the version in it is the same.
    bare = [tag.removeprefix("W/").strip('"') for tag in tags]
    return [int(text) for text in bare if text.isascii() and text.isdigit() and len(text) < 19]  # noqa: PLR2004
