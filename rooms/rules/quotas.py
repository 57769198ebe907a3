"""What a role may ask for: how far ahead, at how short notice, how much."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rooms.errors import QuotaExceeded
from vcs.core.errors import InvalidInput, Text
from vcs.core.intervals import Interval


@dataclass(frozen=True, slots=True)
class Allowance:
    """The limits of one person, the most generous of their roles; None is without limit."""

    window_days: int | None = None
    notice_minutes: int = 0
    open_bookings: int | None = None
    hours_per_week: int | None = None
    may_record_past: bool = False


def widest(allowances: Sequence[Allowance]) -> Allowance:
    """The most generous of several in each limit; without any there is no limit."""
    if not allowances:
        return Allowance()

    def most(values: Sequence[int | None]) -> int | None:
        return None if None in values else max(value for value in values if value is not None)

    return Allowance(
        window_days=most([one.window_days for one in allowances]),
        notice_minutes=min(one.notice_minutes for one in allowances),
        open_bookings=most([one.open_bookings for one in allowances]),
        hours_per_week=most([one.hours_per_week for one in allowances]),
        may_record_past=any(one.may_record_past for one in allowances),
    )


def check_allowance(
    allowance: Allowance, slots: Sequence[Interval], *, now: datetime, open_bookings: int
) -> None:
    """Refuse what lies in the past, too near, too far or is too much, naming the limit."""
    first, last = slots[0], slots[-1]
    if first.start < now and not allowance.may_record_past:
        raise InvalidInput.field(
            "/starts_at",
            "in_the_past",
            Text("เวลาเริ่มผ่านไปแล้ว เลือกเวลาหลังจากนี้", "The start has passed; choose a later time"),
        )
    _check_notice(allowance, first, now)
    _check_window(allowance, last, now)
    if allowance.open_bookings is not None and open_bookings >= allowance.open_bookings:
        raise QuotaExceeded(
            Text(
                f"มีการจองที่รออยู่ครบ {allowance.open_bookings} รายการแล้ว ยกเลิกบางรายการก่อน",
                f"You have {allowance.open_bookings} open bookings; cancel one or ask an admin",
            )
        )
    _check_hours(allowance, slots)


def _check_notice(allowance: Allowance, first: Interval, now: datetime) -> None:
    earliest = now + timedelta(minutes=allowance.notice_minutes)
    if allowance.notice_minutes and now <= first.start < earliest:
        raise QuotaExceeded(
            Text(
                f"ต้องจองล่วงหน้าอย่างน้อย {allowance.notice_minutes} นาที",
                f"Book at least {allowance.notice_minutes} minutes ahead",
            ),
            pointer="/starts_at",
        )


def _check_window(allowance: Allowance, last: Interval, now: datetime) -> None:
    if allowance.window_days is not None and last.start > now + timedelta(
        days=allowance.window_days
    ):
        raise QuotaExceeded(
            Text(
                f"จองล่วงหน้าได้ไม่เกิน {allowance.window_days} วัน",
                f"Bookings may lie at most {allowance.window_days} days ahead",
            ),
            pointer="/starts_at",
        )


def _check_hours(allowance: Allowance, slots: Sequence[Interval]) -> None:
    if allowance.hours_per_week is None:
        return
    weeks: dict[tuple[int, int], timedelta] = {}
    for slot in slots:
        week = slot.start.isocalendar()[:2]
        weeks[week] = weeks.get(week, timedelta()) + slot.duration
    if max(weeks.values()) > timedelta(hours=allowance.hours_per_week):
        raise QuotaExceeded(
            Text(
                f"จองได้ไม่เกิน {allowance.hours_per_week} ชั่วโมงต่อสัปดาห์",
                f"At most {allowance.hours_per_week} hours a week may be booked",
            ),
            pointer="/ends_at",
        )
