"""In whose name a person books, and when that office rests."""

from __future__ import annotations

from datetime import date

from vcs.core.errors import NotAllowed, Text
from vcs.directory.holidays import office_holidays
from vcs.directory.models import Office, User


def office_of(actor: User) -> Office:
    """The office in which the person books; one above all offices books in none."""
    if actor.office is None:
        raise NotAllowed(
            Text(
                "บัญชีนี้ไม่ได้สังกัดสำนักงาน จึงจองไม่ได้ ใช้บัญชีของสำนักงาน",
                "This account belongs to no office; book with an account of the office",
            )
        )
    return actor.office


def days_off(office: Office, first: date, last: date) -> set[date]:
    """The holidays of the office from one day to another, both included."""
    holidays = office_holidays(office, first, last)
    return {holiday.date for holiday in holidays if not holiday.is_working_day}
