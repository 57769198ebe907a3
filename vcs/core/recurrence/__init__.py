"""Recurrence in wall time, after RFC 5545 §3.3.10, §3.8.5 and §3.3.5 where calendars agree on it.

Read: FREQ=DAILY, WEEKLY, MONTHLY (by day of the month, nth weekday, or BYDAY with BYSETPOS) and
YEARLY (by month), with INTERVAL, BYMONTH, WKST and either COUNT or UNTIL (UTC, with Z). Everything
else is refused by name: sub-daily FREQ and BYHOUR, BYMINUTE, BYSECOND, BYWEEKNO, BYYEARDAY, RDATE.
Limits: 400 occurrences, 3 years. There is no RDATE and no RANGE; an exception is an EXDATE.
"""

from vcs.core.recurrence.changes import NotExpressible, shift, split, truncate
from vcs.core.recurrence.reading import read_rule
from vcs.core.recurrence.rule import MOST_OCCURRENCES, MOST_YEARS, Freq, Rule, WeekdayNum
from vcs.core.recurrence.series import Recurrence, instant, zone_named

__all__ = [
    "MOST_OCCURRENCES",
    "MOST_YEARS",
    "Freq",
    "NotExpressible",
    "Recurrence",
    "Rule",
    "WeekdayNum",
    "instant",
    "read_rule",
    "shift",
    "split",
    "truncate",
    "zone_named",
]
