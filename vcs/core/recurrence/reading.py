"""Reading the RRULE text of RFC 5545 §3.3.10; whatever calendars disagree on is refused by name."""

import re
from collections.abc import Callable
from datetime import UTC, datetime

from vcs.core.errors import InvalidInput
from vcs.core.recurrence.refusals import malformed, refuse, too_many, unbounded, unsupported
from vcs.core.recurrence.rule import (
    MOST_OCCURRENCES,
    WEEKDAY_NAMES,
    Freq,
    Rule,
    WeekdayNum,
)
from vcs.core.thai.dates import BUDDHIST_OFFSET
from vcs.core.thai.reading import BUDDHIST_YEARS, CHRISTIAN_YEARS

LONGEST = 250
MOST_INTERVAL = 1000
_FREQS: dict[str, Freq] = {
    "DAILY": "DAILY",
    "WEEKLY": "WEEKLY",
    "MONTHLY": "MONTHLY",
    "YEARLY": "YEARLY",
}
_OTHER_PROPERTY = re.compile(r"\b(RDATE|EXDATE|EXRULE|DTSTART|DTEND|DURATION)\b")
_KNOWN = {
    "FREQ",
    "INTERVAL",
    "COUNT",
    "UNTIL",
    "BYMONTH",
    "BYMONTHDAY",
    "BYDAY",
    "BYSETPOS",
    "WKST",
}
_NAME = re.compile(r"[A-Z-]{1,20}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
_WEEKDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile(r"[0-9]{8}T[0-9]{6}Z")


def read_rule(text: str) -> Rule:
    """The rule a text stands for, or an InvalidInput that names the part and the remedy.

    Parts may come in any order and case, with or without "RRULE:" before them. DAILY with BYDAY
    is read as the WEEKLY rule it equals.
    """
    parts = _parts(text)
    freq = _freq(parts)
    if "COUNT" in parts and "UNTIL" in parts:
        raise refuse(
            "rrule_count_and_until",
            "ระบุได้เพียงหนึ่งอย่าง COUNT หรือ UNTIL",
            "COUNT and UNTIL exclude each other: give one",
        )
    if "COUNT" not in parts and "UNTIL" not in parts:
        raise unbounded()
    rule = Rule(
        freq=freq,
        interval=_interval(parts),
        count=_count(parts),
        until=_until(parts),
        by_month=_numbers(parts, "BYMONTH", range(1, 13), "BYMONTH=5,11"),
        by_month_day=_numbers(parts, "BYMONTHDAY", _signed(31), "BYMONTHDAY=15 or BYMONTHDAY=-1"),
        by_day=_days(parts),
        by_set_pos=_numbers(parts, "BYSETPOS", _signed(31), "BYSETPOS=-1"),
        week_start=_week_start(parts),
    )
    _CHECKS[freq](rule)
    return _plainest(rule)


def _parts(text: str) -> dict[str, str]:
    if len(text) > LONGEST:
        raise refuse(
            "rrule_malformed",
            f"กฎการทำซ้ำยาวเกิน {LONGEST} ตัวอักษร",
            f"A rule has at most {LONGEST} characters",
        )
    if other := _OTHER_PROPERTY.search(text.upper()):
        raise unsupported(other[1])
    parts: dict[str, str] = {}
    for piece in text.strip().upper().removeprefix("RRULE:").removesuffix(";").split(";"):
        name, equals, value = piece.partition("=")
        if not _NAME.fullmatch(name):
            raise malformed("RRULE", "FREQ=WEEKLY;COUNT=10")
        if name not in _KNOWN:
            raise unsupported(name)
        if not equals or not value or name in parts:
            raise malformed(name, "FREQ=WEEKLY;COUNT=10")
        parts[name] = value
    return parts


def _freq(parts: dict[str, str]) -> Freq:
    given = parts.get("FREQ", "")
    if given in _FREQS:
        return _FREQS[given]
    if given in {"SECONDLY", "MINUTELY", "HOURLY"}:
        raise unsupported(f"FREQ={given}")
    raise malformed("FREQ", "FREQ=DAILY, WEEKLY, MONTHLY, YEARLY")


def _interval(parts: dict[str, str]) -> int:
    (interval,) = _numbers(parts, "INTERVAL", range(1, MOST_INTERVAL + 1), "INTERVAL=2") or (1,)
    return interval


def _count(parts: dict[str, str]) -> int | None:
    if "COUNT" not in parts:
        return None
    (count,) = _numbers(parts, "COUNT", range(1, 1_000_000), "COUNT=10")
    if count > MOST_OCCURRENCES:
        raise too_many(count)
    return count


def _until(parts: dict[str, str]) -> datetime | None:
    text = parts.get("UNTIL")
    if text is None:
        return None
    if not _UNTIL.fullmatch(text):
        raise malformed("UNTIL", "UNTIL=20270331T165959Z (UTC)")
    year = int(text[:4])
    if year in BUDDHIST_YEARS:
        raise refuse(
            "buddhist_year",
            f"UNTIL ใช้ปี {year} ซึ่งเป็น พ.ศ. ให้ส่งเป็น ค.ศ. {year - BUDDHIST_OFFSET}",
            f"In UNTIL, {year} is a Buddhist year: send {year - BUDDHIST_OFFSET}",
        )
    try:
        until = datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    except ValueError:
        raise malformed("UNTIL", "UNTIL=20270331T165959Z (UTC)") from None
    if until.year not in CHRISTIAN_YEARS:
        raise malformed("UNTIL", "UNTIL=20270331T165959Z (UTC)")
    return until


def _numbers(
    parts: dict[str, str], name: str, allowed: range | frozenset[int], example: str
) -> tuple[int, ...]:
    if name not in parts:
        return ()
    texts = parts[name].split(",")
    single = name in {"INTERVAL", "COUNT"}
    if not all(_NUMBER.fullmatch(text) for text in texts) or (single and len(texts) > 1):
        raise malformed(name, example)
    numbers = sorted({int(text) for text in texts})
    if not all(number in allowed for number in numbers):
        raise malformed(name, example)
    return tuple(numbers)


def _signed(most: int) -> frozenset[int]:
    return frozenset(range(1, most + 1)) | frozenset(range(-most, 0))


def _days(parts: dict[str, str]) -> tuple[WeekdayNum, ...]:
    if "BYDAY" not in parts:
        return ()
    matches = [_WEEKDAY.fullmatch(text) for text in parts["BYDAY"].split(",")]
    days = {
        WeekdayNum(int(match[1] or 0), WEEKDAY_NAMES.index(match[2])) for match in matches if match
    }
    if None in matches:
        raise malformed("BYDAY", "BYDAY=MO,WE or BYDAY=2TU or BYDAY=-1FR")
    return tuple(sorted(days))


def _week_start(parts: dict[str, str]) -> int:
    name = parts.get("WKST", "MO")
    if name not in WEEKDAY_NAMES:
        raise malformed("WKST", "WKST=MO")
    return WEEKDAY_NAMES.index(name)


def _check_daily(rule: Rule) -> None:
    _forbid_month_parts(rule)
    _forbid_ordinals(rule)
    if rule.by_day and rule.interval > 1:
        raise _unsupported_with("BYDAY", "FREQ=DAILY;INTERVAL")


def _check_weekly(rule: Rule) -> None:
    _forbid_month_parts(rule)
    _forbid_ordinals(rule)


def _check_monthly(rule: Rule) -> None:
    if rule.by_day and rule.by_month_day:
        raise _unsupported_with("BYMONTHDAY", "BYDAY")
    if rule.by_set_pos and not rule.by_day:
        raise _unsupported_with("BYSETPOS", "no BYDAY")
    with_ordinal = [bool(day.ordinal) for day in rule.by_day]
    if rule.by_set_pos and any(with_ordinal):
        raise _unsupported_with("BYSETPOS", "a numbered BYDAY")
    if not rule.by_set_pos and not all(with_ordinal):
        raise malformed("BYDAY", "BYDAY=2TU, or BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1")


def _check_yearly(rule: Rule) -> None:
    if rule.by_set_pos:
        raise _unsupported_with("BYSETPOS", "FREQ=YEARLY")
    if rule.by_day and rule.by_month_day:
        raise _unsupported_with("BYMONTHDAY", "BYDAY")
    if (rule.by_day or rule.by_month_day) and not rule.by_month:
        raise malformed("FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=18")
    if not all(day.ordinal for day in rule.by_day):
        raise malformed("BYDAY", "BYMONTH=11;BYDAY=2TU")


_CHECKS: dict[Freq, Callable[[Rule], None]] = {
    "DAILY": _check_daily,
    "WEEKLY": _check_weekly,
    "MONTHLY": _check_monthly,
    "YEARLY": _check_yearly,
}


def _forbid_month_parts(rule: Rule) -> None:
    if rule.by_month_day:
        raise _unsupported_with("BYMONTHDAY", f"FREQ={rule.freq}")
    if rule.by_set_pos:
        raise _unsupported_with("BYSETPOS", f"FREQ={rule.freq}")


def _forbid_ordinals(rule: Rule) -> None:
    if any(day.ordinal for day in rule.by_day):
        raise malformed("BYDAY", f"FREQ={rule.freq};BYDAY=MO,WE")


def _unsupported_with(part: str, other: str) -> InvalidInput:
    return refuse(
        "rrule_unsupported",
        f"ไม่รองรับ {part} ร่วมกับ {other} ให้ตัดอย่างใดอย่างหนึ่ง",
        f"{part} together with {other} is not supported: leave one out",
    )


def _plainest(rule: Rule) -> Rule:
    if rule.freq != "DAILY" or not rule.by_day:
        return rule
    return Rule(
        "WEEKLY", count=rule.count, until=rule.until, by_month=rule.by_month, by_day=rule.by_day
    )
