"""When the demo office's people asked and decided: in office hours, in a believable order; pure."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from vcs.demo.planning import ZONE, Meeting

OPENS, CLOSES = 8, 17
FRIDAY = 4
# Nothing was asked for within the last 30 hours but what still waits.
LATELY = timedelta(hours=30)
LONG_AGO_HOURS = 24 * 45
# The n-th of the requests that wait was made so long ago.
WAITING_EACH = timedelta(hours=4, minutes=20)


def asked(meeting: Meeting, now: datetime, rng: Random) -> datetime:
    """Some days before its first date, on a working day; for what lies ahead, some time ago."""
    moment = meeting.slot(meeting.days[0]).start - meeting.asked_before
    if moment > now - LATELY:
        moment = now - timedelta(hours=rng.uniform(30, LONG_AGO_HOURS))
    local = moment.astimezone(ZONE)
    while local.weekday() > FRIDAY:
        local -= timedelta(days=1)
    hour, minute = rng.randrange(OPENS, CLOSES - 1), rng.randrange(60)
    return local.replace(hour=hour, minute=minute, second=rng.randrange(60), microsecond=0)


def decided(asked_at: datetime, rng: Random) -> datetime:
    """Within three hours of the request."""
    return asked_at + timedelta(minutes=rng.randint(10, 180))


def still_waiting(n: int, now: datetime) -> datetime:
    """When the n-th of the requests that wait was made: lately, while the office was open."""
    local = (now - WAITING_EACH * n).astimezone(ZONE)
    if OPENS <= local.hour < CLOSES:
        return local
    before = local - timedelta(days=1) if local.hour < OPENS else local
    return before.replace(hour=CLOSES - 1, minute=60 - 7 * n)
