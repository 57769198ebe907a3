"""What an event says, in Thai: its title, where it is, who is asked, how and when to come in."""

from __future__ import annotations

from datetime import timedelta

from vcs.calendars.rules.events import FOR_SCHOOLS, Dated, Event, Form
from vcs.core.thai import format_time

PREFIXES = {"cancelled": "ยกเลิก: ", "tentative": "รออนุมัติ: "}


def summary(event: Event, one: Dated, *, in_series: bool) -> str:
    """The title as a calendar lists it; a single date carries its number, a state its word."""
    title = one.title or event.title
    if one.number and not in_series and one.number not in title:
        title = f"{title} ครั้งที่ {one.number}"
    return PREFIXES.get(one.status, "") + title


def link(event: Event, form: Form, join_url: str) -> str:
    """Where this reader clicks: its own way into the meeting, or the booking for staff."""
    if form == "school":
        return join_url if event.joinable else ""
    return "" if form in FOR_SCHOOLS else event.staff_url


def location(event: Event, one: Dated, form: Form, join_url: str) -> str:
    """The school's link first, which phones turn into a button, then the rooms."""
    place = " ".join(part for part in (one.place, event.office) if one.place and part)
    way_in = join_url if form == "school" and event.joinable else ""
    return " · ".join(part for part in (way_in, place) if part)


def description(event: Event, one: Dated, form: Form, join_url: str, numbers: str = "") -> str:
    """The organiser's words, then who is asked, how to join and from when, and whom to call."""
    if one.cancelled:
        return f"{event.office} ยกเลิกนัดหมายนี้แล้ว" + _contact(event)
    parts = [
        one.description or event.description,
        f"ครั้งที่ {numbers}" if numbers else "",
        f"ผู้เข้าร่วม: {event.audience}" if event.audience else "",
        _joining(event, one, form, join_url),
        f"ผู้ขอใช้: {event.work_group}" if form not in FOR_SCHOOLS and event.work_group else "",
        _contact(event).strip(),
    ]
    return "\n".join(part for part in parts if part)


def _joining(event: Event, one: Dated, form: Form, join_url: str) -> str:
    if not event.joinable or form not in FOR_SCHOOLS:
        return ""
    opens = (one.start - timedelta(minutes=event.door_minutes)).astimezone(event.zone)
    door = f"เปิดให้เข้า {format_time(opens)} (ก่อนเริ่ม {event.door_minutes} นาที)"
    if form != "school":
        return f"แต่ละโรงเรียนเข้าร่วมด้วยลิงก์ของตนเอง {door}"
    return (
        f"เข้าร่วม: {join_url}\nลิงก์นี้เฉพาะโรงเรียนของท่าน {door}\n"
        "ระบบบันทึกเวลาเข้าและออกของโรงเรียนเพื่อรายงานการเข้าร่วม"
    )


def _contact(event: Event) -> str:
    phone = f" โทร. {event.phone}" if event.phone else ""
    return f"\nติดต่อ: {event.office}{phone}" if event.office else ""


def number_range(shown: list[Dated]) -> str:
    """The numbers a series runs through, "5/2569 – 12/2569"; empty outside numbered series."""
    numbers = [one.number for one in shown if one.number and not one.cancelled]
    if not numbers:
        return ""
    return numbers[0] if len(numbers) == 1 else f"{numbers[0]} – {numbers[-1]}"
