"""The day that a visitor sees first, and the requests that wait on the days after it; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

from vcs.demo import texts
from vcs.demo.planning import Meeting

SOON = timedelta(days=6)
# How many days later a request may be put to find its place.
LATER = 5


def working_day(day: date) -> list[Meeting]:
    """A full day by the office's rooms."""
    return [
        _on(day, "ประชุมกลุ่มนโยบายและแผน", (8, 0), (10, 0), texts.CHAIYAPHRUEK, texts.PLANNING),
        _on(
            day,
            "นิเทศออนไลน์ กลุ่มโรงเรียนขนาดเล็ก",
            (9, 0),
            (11, 0),
            texts.INTHANIN,
            texts.SUPERVISION,
            seats=20,
            schools=1,
        ),
        _on(day, "สัมภาษณ์พนักงานราชการ", (10, 0), (11, 0), texts.PHUANGSAET, texts.PERSONNEL),
        _on(
            day,
            texts.BRIEFINGS[0],
            (10, 30),
            (12, 0),
            texts.CHAIYAPHRUEK,
            texts.PLANNING,
            kind="briefing",
            seats=300,
            schools="all",
        ),
        _on(day, "บันทึกเทปสื่อวีทีอาร์ นิทรรศการวิชาการ", (13, 0), (14, 30), texts.STUDIO, texts.DLICT),
        _on(day, "ซ้อมพิธีมอบรางวัลครูดีเด่น", (13, 0), (16, 0), texts.HALL, texts.GENERAL),
        _on(
            day,
            texts.COMMITTEE,
            (13, 30),
            (15, 30),
            texts.RATCHAPHRUEK,
            texts.PERSONNEL,
            kind="statutory",
            seats=100,
        ),
        _on(
            day,
            "PLC ครูวิทยาการคำนวณ",
            (14, 0),
            (16, 0),
            texts.CHAIYAPHRUEK,
            texts.SUPERVISION,
            seats=100,
            schools=3,
        ),
        _on(day, "ประชุมคณะทำงาน ITA", (13, 0), (14, 30), texts.INTHANIN, texts.LAW),
        _on(day, "ประชุมทีมพัสดุ", (15, 0), (16, 0), texts.PHUANGSAET, texts.FINANCE),
    ]


def waiting(days: Sequence[date]) -> list[list[Meeting]]:
    """Six requests on the days to come; each in variants, one day later than the other."""
    asked = _asked_for(days[0])
    return [
        [replace(one, days=(day,)) for day in days[n : n + LATER]] for n, one in enumerate(asked)
    ]


def _asked_for(day: date) -> list[Meeting]:
    return [
        _asked(
            day,
            texts.BRIEFINGS[1],
            (10, 30),
            (12, 0),
            texts.CHAIYAPHRUEK,
            texts.SUPERVISION,
            kind="briefing",
            seats=300,
            schools="all",
        ),
        _asked(day, "ประชุมคณะทำงาน ITA", (13, 0), (14, 30), texts.CHAIYAPHRUEK, texts.LAW),
        _asked(day, "ประชุมทีมพัสดุ", (15, 0), (16, 0), texts.RATCHAPHRUEK, texts.FINANCE),
        _asked(
            day,
            "อบรม Active Learning รุ่นที่ 2",
            (13, 30),
            (16, 30),
            texts.RATCHAPHRUEK,
            texts.SUPERVISION,
            kind="training",
            seats=100,
            schools=3,
        ),
        _asked(day, "ประชุมเตรียมนิทรรศการวิชาการ", (9, 0), (11, 0), texts.STUDIO, texts.PROMOTION),
        _asked(day, "ประชุมครูผู้ช่วย", (9, 0), (12, 0), texts.CHAIYAPHRUEK, texts.DEVELOPMENT),
    ]


def weekend(day: date) -> list[Meeting]:
    """What goes on in an office on a day off."""
    rooms = (texts.INTHANIN, texts.RATCHAPHRUEK, texts.HALL)
    return [
        _on(day, title, (9, 0), (16, 0), room, group)
        for (title, group), room in zip(texts.WEEKEND, rooms, strict=True)
    ]


def _on(
    day: date,
    title: str,
    start: tuple[int, int],
    end: tuple[int, int],
    room: str,
    group: str,
    **more: Any,
) -> Meeting:
    given: dict[str, Any] = {"kind": "other", "asked_before": SOON, **more}
    return Meeting(
        title=title,
        days=(day,),
        start=time(*start),
        end=time(*end),
        resources=(room,),
        work_group=group,
        **given,
    )


def _asked(*args: Any, **more: Any) -> Meeting:
    return _on(*args, **more, status="requested")
