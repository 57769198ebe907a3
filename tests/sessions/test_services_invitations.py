"""Invitations follow their booking's audience."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from rooms import services as rooms
from rooms.rules.requests import BookingChanges
from tests.sessions.conftest import START, deliver, token_of
from vcs.attendance.models import Evidence
from vcs.attendance.services import Trace, record_presence
from vcs.directory.models import School
from vcs.outbox import registry
from vcs.outbox.models import OutboxMessage
from vcs.sessions.models import Invitation
from vcs.sessions.queries import invitation_rows, join_urls_of_school
from vcs.sessions.services import invite_schools


def asked(booking) -> set[int]:
    return set(booking.invitations.filter(revoked_at=None).values_list("school_id", flat=True))


def narrow(booking, clerk, schools) -> None:
    changes = BookingChanges(audience={"schools": [school.pk for school in schools]})
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes, scope="all")
    deliver(booking)


def test_invite_schools_asks_each_expected_school_once(booking, schools):
    deliver(booking)
    assert asked(booking) == {school.pk for school in schools}
    assert booking.invitations.count() == len(schools)
    assert set(booking.invitations.values_list("rsvp", flat=True)) == {"needs_action"}


def test_invite_schools_of_a_series_gives_one_link_for_all_dates(book, schools):
    booking = book(rrule="FREQ=WEEKLY;COUNT=5")
    assert booking.invitations.count() == len(schools)


def test_invite_schools_asks_nobody_before_the_approval(book, guarded_room, schools):
    booking = book(resources=(guarded_room.pk,))
    assert not booking.invitations.exists()
    assert invite_schools(booking_id=booking.pk) == 0


def test_invite_schools_withdraws_without_deleting(booking, schools, clerk):
    narrow(booking, clerk, schools[:2])
    assert asked(booking) == {schools[0].pk, schools[1].pk}
    assert booking.invitations.count() == len(schools)


def test_invite_schools_again_gives_the_old_link_back(booking, schools, clerk):
    before = token_of(booking.invitations.get(school=schools[5]))
    narrow(booking, clerk, schools[:2])
    narrow(booking, clerk, schools)
    assert token_of(booking.invitations.get(school=schools[5])) == before
    assert asked(booking) == {school.pk for school in schools}


def test_invite_schools_keeps_the_evidence_of_a_school_no_longer_asked(
    booking, occurrence, schools, clerk
):
    trace = Trace(occurrence.pk, schools[5].pk, Evidence.Source.DOOR, "device-1")
    record_presence(trace=trace, start=START, until=START)
    narrow(booking, clerk, schools[:2])
    assert Evidence.objects.filter(school=schools[5]).exists()


def test_invite_schools_asks_guests_by_mail_once_whatever_the_case(book):
    booking = book(audience={"emails": ["Guest@example.org ", "guest@example.org"]})
    guest = booking.invitations.get()
    assert (guest.school, guest.email) == (None, "guest@example.org")


def test_invite_schools_tells_others_only_of_a_change(booking, schools, clerk, monkeypatch):
    monkeypatch.setitem(registry.subscriptions, "sessions.invitations_changed", ["test.told"])
    deliver(booking)
    assert not OutboxMessage.objects.filter(kind="test.told").exists()
    narrow(booking, clerk, schools[:2])
    told = OutboxMessage.objects.filter(kind="test.told").get()
    assert told.payload == {"booking": booking.pk}


def test_invite_schools_takes_the_same_queries_for_any_number_of_schools(booking, office):
    counts = []
    for _ in range(2):
        Invitation.objects.all().delete()
        with CaptureQueriesContext(connection) as queries:
            assert invite_schools(booking_id=booking.pk) in {6, 46}
        counts.append(len(queries))
        School.objects.bulk_create(
            School(office=office, name=f"เพิ่ม {n}", short_name=f"เพิ่ม {n}") for n in range(40)
        )
    assert counts[0] == counts[1]


def test_invitation_rows_give_each_school_its_own_link(booking, occurrence, schools, settings):
    settings.VCS_PUBLIC_URL = "https://vcs.example.org"
    rows = invitation_rows(occurrence)
    assert [row.school_id for row in rows] == [school.pk for school in schools]
    assert len({row.join_url for row in rows}) == len(schools)
    assert all(row.join_url.startswith("https://vcs.example.org/j/") for row in rows)
    assert len({len(row.join_url) for row in rows}) == 1


def test_join_urls_of_school_are_those_of_its_invitations(booking, occurrence, schools):
    urls = join_urls_of_school(schools[0].pk, [booking.pk, 999])
    assert urls == {booking.pk: invitation_rows(occurrence)[0].join_url}
