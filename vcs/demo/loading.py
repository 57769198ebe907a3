"""Loading the demo office step by step; each step is whole or not there, and is done once."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

import vcs.directory.demo
from broadcasts.services import plan_broadcasts
from rooms.models import Booking, Occurrence
from rooms.queries import expected_schools
from vcs.calendars.services import refresh_bookings
from vcs.core import clock
from vcs.core.transactions import use_case
from vcs.demo import texts
from vcs.demo.attendance import write_corrections, write_evidence
from vcs.demo.diary import AFTER, BEFORE
from vcs.demo.office import days_off, make_office, settle_schools
from vcs.demo.planning import ZONE
from vcs.demo.stage import Stage
from vcs.demo.writing import write_bookings, write_closures
from vcs.demo.year import plan_year
from vcs.directory import audit
from vcs.directory.imports import import_schools
from vcs.directory.models import AuditEntry, Contact, Office, School
from vcs.sessions.models import ConferenceSession, Invitation
from vcs.sessions.services import make_rooms, prepare_sessions

SCHOOLS = Path(vcs.directory.demo.__path__[0]) / "schools.csv"
PASSWORD_FILE = "demo-password"  # noqa: S105 - a file's name
# Without letters and digits that look alike.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
AT_ONCE = 50
LOADED = "office.demo_loaded"


def load() -> bool:
    """Make what is missing of the demo office; whether anything was."""
    office = Office.objects.filter(code=texts.OFFICE_CODE).first()
    steps: Sequence[tuple[Callable[[Office], bool], Callable[[Office], object]]] = (
        (_has_schools, _bring_schools),
        (_has_contacts, lambda found: settle_schools(office=found)),
        (_has_year, lambda found: write_year(office=found)),
        (_has_effects, _take_effect),
    )
    made = office is None
    office = office or make_office(password=password())
    for is_there, make in steps:
        if not is_there(office):
            make(office)
            made = True
    return made


def password() -> str:
    """The one password of all demo users: made once for an installation and kept in var/."""
    path = settings.VAR_DIR / PASSWORD_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        groups = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(3))
        path.write_text("-".join(groups))
    return str(path.read_text().strip())


def _has_schools(office: Office) -> bool:
    return School.objects.filter(office=office).exists()


def _bring_schools(office: Office) -> None:
    import_schools(actor=None, office=office, name=SCHOOLS.name, data=SCHOOLS.read_bytes())


def _has_contacts(office: Office) -> bool:
    return Contact.objects.filter(school__office=office).exists()


def _has_year(office: Office) -> bool:
    return Booking.objects.filter(office=office).exists()


@use_case
def write_year(*, office: Office) -> None:
    """A year of bookings round today, with invitations and the roll calls of what is past."""
    today = clock.now().astimezone(ZONE).date()
    year, closed = plan_year(today, _days_off_round(office, today))
    stage = Stage.of(office)
    bookings = write_bookings(stage, year)
    write_closures(stage, closed)
    _invite(bookings)
    write_evidence(office, bookings)
    write_corrections(office, bookings)


def _days_off_round(office: Office, today: date) -> frozenset[date]:
    # From the first of January: the news are numbered by the Wednesdays of their year.
    first = (today - BEFORE).replace(month=1, day=1)
    return days_off(office, first, today + AFTER)


def _invite(bookings: Sequence[Booking]) -> None:
    """One personal link for each school asked to an approved booking, as sessions make them."""
    now = clock.now()
    Invitation.objects.bulk_create(
        (
            Invitation(
                office_id=booking.office_id,
                booking=booking,
                school_id=school_id,
                public_id=secrets.token_urlsafe(16),
                created_at=min(booking.updated_at, now),
            )
            for booking in bookings
            if booking.status == Booking.Status.APPROVED and booking.audience
            for school_id in expected_schools(booking).values_list("pk", flat=True)
        ),
        batch_size=1000,
    )


def _has_effects(office: Office) -> bool:
    return AuditEntry.objects.filter(office=office, action=LOADED).exists()


def _take_effect(office: Office) -> None:
    """What the worker does after each change: meetings' rooms, broadcasts, feeds."""
    coming = Occurrence.objects.filter(office=office, ends_at__gt=clock.now(), status="confirmed")
    ahead = Booking.objects.filter(pk__in=coming.values("booking"))
    for booking in ahead.exclude(conference=None):
        prepare_sessions(booking_id=booking.pk)
    make_rooms(ConferenceSession.objects.filter(office=office))
    for booking in ahead.exclude(broadcast=None):
        plan_broadcasts(booking_id=booking.pk)
    ids = list(Booking.objects.filter(office=office).values_list("pk", flat=True))
    for start in range(0, len(ids), AT_ONCE):
        refresh_bookings(booking_ids=ids[start : start + AT_ONCE])
    note_loaded(office=office)


@use_case
def note_loaded(*, office: Office) -> None:
    """Write down that the demo office is whole; from here on it is the visitors'."""
    audit.record(actor=None, action=LOADED, target=office, office_id=office.pk)


def counts(office: Office) -> dict[str, int]:
    """What the office has, in figures."""
    week = clock.now() + timedelta(days=7)
    return {
        "schools": School.objects.filter(office=office).count(),
        "bookings": Booking.objects.filter(office=office).count(),
        "waiting": Booking.objects.filter(office=office, status="requested").count(),
        "next_week": Occurrence.objects.filter(
            office=office, status="confirmed", starts_at__range=(clock.now(), week)
        ).count(),
    }
