"""The demo office as it is stored: whole, once, and under every constraint."""

from __future__ import annotations

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db.models import Count

from broadcasts.models import Broadcast
from rooms import services as rooms
from rooms.errors import BookingConflict
from rooms.models import Booking, Hold, MeetingSeries, Occurrence, Resource
from rooms.queries.series import next_session_number
from tests.calendars.readers import by_recurring_ical_events
from vcs.attendance.queries import roll_call
from vcs.calendars.content import assemble
from vcs.calendars.services import create_feed
from vcs.core import clock
from vcs.demo import texts
from vcs.demo.loading import load
from vcs.demo.planning import ZONE
from vcs.directory.models import AuditEntry, Office, School, User
from vcs.sessions.models import ConferenceSession, Invitation

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> None:
    """The password is kept in a folder of the test's own."""
    settings.VAR_DIR = tmp_path


def run() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


def everything() -> dict[str, int]:
    models = (Office, School, User, Resource, Booking, Occurrence, Hold, Invitation, AuditEntry)
    return {model.__name__: model.objects.count() for model in models}


def test_the_office_is_loaded_once_and_says_how_to_sign_in(tmp_path: Path) -> None:
    first = run()
    password = (tmp_path / "demo-password").read_text()
    before = everything()
    second = run()
    assert password in first
    assert password in second
    assert "220" in first
    assert "มีสำนักงานตัวอย่างอยู่แล้ว" in second
    assert everything() == before
    for username in ("clerk", "planner", "deputy", "operator", "reporter", "admin", "obec"):
        assert authenticate(username=username, password=password) is not None


def test_what_a_stopped_load_left_out_is_made_by_the_next(monkeypatch: Any) -> None:
    from vcs.demo import loading

    def stop(**_: Any) -> None:
        raise KeyboardInterrupt

    for step in ("write_year", "note_loaded"):
        monkeypatch.setattr(loading, step, stop)
        with pytest.raises(KeyboardInterrupt):
            load()
        monkeypatch.undo()
    assert load()
    assert Booking.objects.count() > 500
    assert not load()


@pytest.fixture
def demo() -> Office:
    """The demo office, loaded."""
    load()
    return Office.objects.get(code=texts.OFFICE_CODE)


def test_the_stored_year_behaves_as_if_booked_one_by_one(demo: Office) -> None:
    _check_series_numbers(demo)
    _check_conflict(demo)
    _check_roll_call(demo)
    _check_effects(demo)
    _check_feed(demo)


def _check_series_numbers(demo: Office) -> None:
    today = clock.now().astimezone(ZONE)
    series = MeetingSeries.objects.get(office=demo, name=texts.DIRECTORS)
    last = Occurrence.objects.filter(series=series).order_by("-starts_at").first()
    assert last is not None
    assert last.series_number is not None
    if last.starts_at.astimezone(ZONE).year == today.year:
        expected = f"{last.series_number + 1}/{last.series_year}"
        assert next_session_number(series, today, ZONE) == expected
    numbers = Booking.objects.values("number").annotate(times=Count("pk")).filter(times__gt=1)
    assert not numbers.exists()


def _check_conflict(demo: Office) -> None:
    deputy = User.objects.get(username="deputy")
    waiting = list(Booking.objects.filter(office=demo, status="requested").order_by("pk"))
    assert len(waiting) == 7
    in_the_way = [_refusal(deputy, booking) for booking in waiting]
    assert sum(refusal is not None for refusal in in_the_way) == 1


def _refusal(deputy: User, booking: Booking) -> BookingConflict | None:
    try:
        rooms.approve_booking(actor=deputy, booking_id=booking.pk)
    except BookingConflict as conflict:
        return conflict
    return None


def _check_roll_call(demo: Office) -> None:
    over = Occurrence.objects.filter(
        office=demo, booking__kind="directors_meeting", ends_at__lt=clock.now()
    )
    call = roll_call(over.select_related("booking__office").order_by("-starts_at")[0])
    counts = {status.value: count for status, count in call.counts.items()}
    assert call.expected == 218
    assert sum(counts.values()) == 218
    assert counts["present"] > 150
    assert counts["late"] > 0
    assert counts["absent"] > 0
    assert counts["excused"] == 2


def _check_effects(demo: Office) -> None:
    assert not ConferenceSession.objects.filter(office=demo).exclude(state="ready").exists()
    assert ConferenceSession.objects.filter(office=demo).exists()
    assert Broadcast.objects.filter(office=demo, status="planned").count() >= 10


def _check_feed(demo: Office) -> None:
    school = School.objects.filter(office=demo, status="open").order_by("pk")[0]
    operator = User.objects.get(username="operator")
    feed, _url = create_feed(actor=operator, scope="school", target=school.pk)
    shown = by_recurring_ical_events(assemble(feed.document_id).body)
    asked = Occurrence.objects.filter(booking__invitations__school=school, status="confirmed")
    live = [start for start, _end, cancelled in shown if not cancelled]
    assert live == sorted(asked.values_list("starts_at", flat=True))
