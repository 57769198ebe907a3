"""VTIMEZONE for the zones a feed names."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from icalendar import Timezone

from vcs.calendars.rules.lines import folded

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2038, 1, 1)


@lru_cache(maxsize=64)
def vtimezone(key: str) -> bytes:
    """The zone's rules under its IANA name, without a comment.

    Bangkok, which never changed its clocks since 1970, is one STANDARD part.
    """
    zone = Timezone.from_tzid(key, first_date=FIRST_DAY, last_date=LAST_DAY)
    # The library's remark on how long its table lasts breaks readers that know no COMMENT here.
    zone.pop("COMMENT", None)
    return folded(str(line) for line in zone.content_lines())
