"""Which answer a conditional request gets (RFC 9110 §8.8, §12.5.3, §13); strange headers count
as absent, so no request header can make an error."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

GZIP_SUFFIX = "-gz"
_TAG = re.compile(r'(?:W/)?"([\x21\x23-\x7e\x80-\xff]*)"')
_WEIGHT = r"(?:;\s*[qQ]\s*=\s*([01](?:\.\d{0,3})?)\s*)?"
_CODING = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*" + _WEIGHT)

Headers = Iterable[tuple[bytes, bytes]]


def joined(headers: Headers, name: bytes) -> str | None:
    """All values of a header as one, None where it was not sent."""
    values = [value.decode("latin-1") for key, value in headers if key == name]
    return ", ".join(values) if values else None


def accepts_gzip(accept_encoding: str | None) -> bool:
    """Whether the reader asked for gzip, by name or by ``*``, and not with q=0."""
    if not accept_encoding:
        return False
    weights: dict[str, float] = {}
    for part in accept_encoding.split(","):
        if match := _CODING.fullmatch(part):
            weights[match[1].lower()] = float(match[2] or 1)
    for name in ("gzip", "x-gzip", "*"):
        if name in weights:
            return weights[name] > 0
    return False


def is_current(
    tag: str,
    last_modified: datetime,
    *,
    if_none_match: str | None,
    if_modified_since: str | None,
) -> bool:
    """Whether the reader already has this; a tag decides alone, dates only where none was sent."""
    if if_none_match is not None:
        return _names(if_none_match, tag)
    since = _date(if_modified_since)
    return since is not None and last_modified <= since


def _names(if_none_match: str, tag: str) -> bool:
    if if_none_match.strip() == "*":
        return True
    return any(found.removesuffix(GZIP_SUFFIX) == tag for found in _TAG.findall(if_none_match))


def _date(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        at = parsedate_to_datetime(text)
        return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def http_date(at: datetime) -> str:
    """An instant as HTTP writes it."""
    return format_datetime(at.astimezone(UTC), usegmt=True)
