"""One more meeting of each kind, drawn by dice until it finds a place; pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from vcs.demo import texts
from vcs.demo.diary import Diary
from vcs.demo.planning import Meeting

MORNING, LATE_MORNING = (time(9), time(11)), (time(10), time(12))
AFTERNOON, LATE_AFTERNOON = (time(13), time(14, 30)), (time(14, 30), time(16))
TIMES = (MORNING, LATE_MORNING, AFTERNOON, LATE_AFTERNOON, (time(13, 30), time(15, 30)))
SMALL_ROOMS = (texts.INTHANIN, texts.PHUANGSAET, texts.CHAIYAPHRUEK)


def training(year: Diary, n: int) -> Meeting:
    """Two days of training on end."""
    days = year.days
    position = year.rng.randrange(len(days) - 1)
    first = days[position]
    second = days[position + 1]
    if second != first + timedelta(days=1) or year.main_day in {first, second}:
        return training(year, n)
    title = texts.TRAININGS[n % len(texts.TRAININGS)]
    return Meeting(
        f"{title} รุ่นที่ {n // len(texts.TRAININGS) + 1}",
        "training",
        (first, second),
        time(9),
        time(16),
        (year.rng.choice((texts.INTHANIN, texts.HALL)),),
        texts.SUPERVISION if n % 2 else texts.DEVELOPMENT,
        seats=100 if n % 3 == 0 else None,
        schools=3,
        rrule="FREQ=DAILY;COUNT=2",
        asked_before=timedelta(days=21),
    )


def briefing(year: Diary, n: int) -> Meeting:
    """A briefing of all schools or of some clusters before a data round."""
    return Meeting(
        texts.BRIEFINGS[n % len(texts.BRIEFINGS)],
        "briefing",
        (year.some_day(),),
        *year.rng.choice(((time(9, 30), time(11, 30)), (time(13, 30), time(15, 30)))),
        (year.rng.choice((texts.RATCHAPHRUEK, texts.CHAIYAPHRUEK)),),
        year.rng.choice((texts.PLANNING, texts.SUPERVISION, texts.PROMOTION)),
        seats=300,
        schools="all" if n % 3 else 4,
        asked_before=timedelta(days=12),
    )


def committee(year: Diary, n: int) -> Meeting:
    """A committee that the law requires."""
    title = texts.COMMITTEES[n % len(texts.COMMITTEES)]
    return Meeting(
        title,
        "statutory",
        (year.some_day(),),
        time(13, 30),
        time(15, 30),
        (texts.RATCHAPHRUEK,),
        texts.PERSONNEL if title == texts.COMMITTEE else texts.SUPERVISION,
        seats=100 if n % 2 else None,
        asked_before=timedelta(days=15),
    )


def group_meeting(year: Diary, n: int) -> Meeting:
    """A work group among itself."""
    group = texts.WORK_GROUPS[n % len(texts.WORK_GROUPS)]
    return Meeting(
        f"ประชุม{group.partition(' ')[0]}",
        "group_meeting",
        (year.some_day(),),
        *year.rng.choice(TIMES),
        (year.rng.choice(SMALL_ROOMS),),
        group,
        asked_before=timedelta(days=year.rng.randint(2, 12)),
    )


def relay(year: Diary, n: int) -> Meeting:
    """A national meeting watched together."""
    return Meeting(
        texts.RELAYS[n % len(texts.RELAYS)],
        "other",
        (year.some_day(),),
        *year.rng.choice(((time(9), time(12)), (time(13), time(15)))),
        (year.rng.choice((texts.CHAIYAPHRUEK, texts.INTHANIN)), texts.MOBILE_KIT),
        texts.DLICT if n % 2 else texts.PROMOTION,
        asked_before=timedelta(days=year.rng.randint(1, 6)),
    )


def other(year: Diary, n: int) -> Meeting:
    """Whatever else an office meets for."""
    title, group = texts.OTHERS[n % len(texts.OTHERS)]
    room = texts.STUDIO if "วีทีอาร์" in title else year.rng.choice(SMALL_ROOMS)
    online = "ออนไลน์" in title
    return Meeting(
        title,
        "other",
        (year.some_day(),),
        *year.rng.choice(TIMES),
        (room, texts.CAMERA) if room == texts.STUDIO else (room,),
        group,
        seats=20 if online else None,
        schools=1 if online else None,
        asked_before=timedelta(days=year.rng.randint(1, 15)),
    )


def refused(year: Diary, n: int) -> Meeting:
    """A request that was not approved."""
    past = [day for day in year.days if day < year.today]
    meeting = replace(committee(year, n), days=(year.some_day(past),), title=texts.BRIEFINGS[n])
    reason = texts.REASONS_REFUSED[n % len(texts.REASONS_REFUSED)]
    return replace(meeting, kind="briefing", status="rejected", reason=reason)


def cancelled(year: Diary, n: int) -> Meeting:
    """A meeting that was approved and called off."""
    near = [d for d in year.days if abs((d - year.today).days) <= 40]  # noqa: PLR2004
    meeting = replace(briefing(year, n), days=(year.some_day(near),))
    reason = texts.REASONS_CANCELLED[n % len(texts.REASONS_CANCELLED)]
    return replace(meeting, status="cancelled", reason=reason)
