"""A feed as one VCALENDAR: a head, the zones it names, ready fragments, a foot."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from vcs.calendars.rules.lines import escape, folded
from vcs.calendars.rules.zones import vtimezone

PRODID = "-//VCS//Calendar feeds 1//TH"
REFRESH = "PT1H"
END = b"END:VCALENDAR\r\n"
ETAG_HEX = 32


def head(name: str, description: str, own_zone: str, zones: Iterable[str]) -> bytes:
    """Everything before the first event; the feed's own zone is there even if no event is."""
    title, about = escape(name), escape(description)
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODID}",
        "CALSCALE:GREGORIAN",
        f"NAME:{title}",
        f"X-WR-CALNAME:{title}",
        f"DESCRIPTION:{about}" if about else "",
        f"X-WR-CALDESC:{about}" if about else "",
        f"X-WR-TIMEZONE:{own_zone}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}",
        f"X-PUBLISHED-TTL:{REFRESH}",
    ]
    return folded(lines) + b"".join(vtimezone(zone) for zone in sorted({own_zone, *zones}))


def etag(body: bytes) -> str:
    """A strong validator made of the bytes alone: equal bytes, equal tag, wherever made."""
    return hashlib.sha256(body).hexdigest()[:ETAG_HEX]
