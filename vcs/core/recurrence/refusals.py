"""Why a recurrence is refused, said with the remedy."""

from datetime import date, datetime

from vcs.core.errors import InvalidInput, Text
from vcs.core.recurrence.rule import MOST_OCCURRENCES, MOST_YEARS

RRULE = "/rrule"


def refuse(code: str, thai: str, english: str, *, pointer: str = RRULE) -> InvalidInput:
    """One refusal of a recurrence, to be raised."""
    return InvalidInput.field(pointer, code, Text(thai, english))


def unsupported(part: str) -> InvalidInput:
    """A part of RFC 5545 that calendar programs read differently, named."""
    return refuse(
        "rrule_unsupported",
        f"ไม่รองรับ {part} เพราะปฏิทินแต่ละโปรแกรมอ่านไม่ตรงกัน ให้ตัดออก",
        f"{part} is not supported, as calendar programs do not agree on it: leave it out",
    )


def malformed(part: str, example: str) -> InvalidInput:
    """A part that cannot be read, with one that can."""
    return refuse(
        "rrule_malformed",
        f"อ่าน {part} ไม่ได้ เขียนเช่น {example}",
        f"{part} cannot be read: write it as {example}",
    )


def unbounded() -> InvalidInput:
    """A rule without an end."""
    return refuse(
        "rrule_unbounded",
        f"กฎการทำซ้ำไม่มีวันสิ้นสุด ระบุ COUNT (ไม่เกิน {MOST_OCCURRENCES} ครั้ง) หรือ UNTIL",
        f"The rule has no end: give COUNT (at most {MOST_OCCURRENCES}) or UNTIL",
    )


def too_many(given: int | None) -> InvalidInput:
    """More occurrences than a booking may have."""
    thai = f"{given:,} ครั้ง" if given else f"มากกว่า {MOST_OCCURRENCES} ครั้ง"
    english = f"{given:,} occurrences" if given else f"more than {MOST_OCCURRENCES} occurrences"
    return refuse(
        "rrule_too_many",
        f"กฎนี้ได้ {thai} ใช้ได้ไม่เกิน {MOST_OCCURRENCES} ครั้ง ลด COUNT หรือเลื่อน UNTIL ให้เร็วขึ้น",
        f"The rule gives {english}; the limit is {MOST_OCCURRENCES}: lower COUNT or end it earlier",
    )


def too_long() -> InvalidInput:
    """A rule whose last occurrence is too far away."""
    return refuse(
        "rrule_too_long",
        f"กฎนี้ยาวเกิน {MOST_YEARS} ปี ลด COUNT หรือเลื่อน UNTIL ให้เร็วขึ้น",
        f"The rule lasts over {MOST_YEARS} years, the limit: lower COUNT or end it earlier",
    )


def never() -> InvalidInput:
    """A rule that gives no day at all."""
    return refuse(
        "rrule_never",
        "กฎนี้ไม่ตรงกับวันใดเลย ตรวจวันและเดือน",
        "The rule gives no day at all: check its days and months",
    )


def not_first(start: datetime, nearest: date) -> InvalidInput:
    """A start that its own rule would not give; names the nearest one that it would."""
    remedy = datetime.combine(nearest, start.time()).isoformat()
    text = Text(
        f"เวลาเริ่มไม่ตรงกับกฎการทำซ้ำ วันใกล้ที่สุดคือ {remedy} เลื่อนวันเริ่มหรือแก้กฎ",
        f"The start is not an instance of its own rule; the nearest is {remedy}: "
        "move the start or change the rule",
    )
    error = InvalidInput.field("/starts_at", "start_not_in_rule", text)
    error.data["nearest"] = remedy
    return error


def overlapping() -> InvalidInput:
    """An occurrence that lasts into the next one."""
    return refuse(
        "rrule_overlaps",
        "แต่ละครั้งยาวจนทับครั้งถัดไป ลดระยะเวลาหรือเว้นช่วงให้ห่างขึ้น",
        "An occurrence lasts into the next one: shorten it or space them out",
        pointer="/ends_at",
    )
