"""Sessions follow their booking."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rooms import services as rooms
from rooms.rules.requests import BookingChanges
from tests.sessions.conftest import END, START, at, deliver
from vcs.core import clock, crypto
from vcs.outbox import Message, Retry
from vcs.sessions import providers, services, tasks
from vcs.sessions.models import ConferenceSession
from vcs.sessions.providers.base import Retryable
from vcs.sessions.queries import host_join_urls

State = ConferenceSession.State


def test_prepare_sessions_makes_a_room_nobody_can_guess(session, licences):
    assert (session.state, session.provider) == (State.READY, "jitsi")
    assert session.licence == licences[0]
    assert len(session.room_name.rsplit("-", 1)[1]) == 32


def test_prepare_sessions_twice_changes_nothing(booking, session):
    deliver(booking)
    again = ConferenceSession.objects.get()
    assert (again.pk, again.room_name, again.updated_at) == (
        session.pk,
        session.room_name,
        session.updated_at,
    )


def test_prepare_sessions_of_a_series_makes_a_room_of_its_own_for_each_date(book):
    book(rrule="FREQ=WEEKLY;COUNT=8")
    sessions = ConferenceSession.objects.all()
    assert len({s.room_name for s in sessions}) == len(sessions) == 8
    assert {s.state for s in sessions} == {State.READY}


def test_prepare_sessions_takes_the_same_queries_for_any_number_of_dates(
    book, django_assert_max_num_queries
):
    booking = book(rrule="FREQ=WEEKLY;COUNT=40")
    ConferenceSession.objects.all().delete()
    with django_assert_max_num_queries(26):
        deliver(booking)
    assert ConferenceSession.objects.filter(state=State.READY).count() == 40


def test_prepare_sessions_without_conference_or_licence_makes_none(book, room):
    book(resources=(room.pk,), conference=None)
    assert not ConferenceSession.objects.exists()


def test_prepare_sessions_by_a_licence_alone_makes_one(book):
    book(conference=None)
    assert ConferenceSession.objects.get().state == State.READY


def test_prepare_sessions_waits_for_the_approval(book, guarded_room, licences, deputy):
    booking = book(resources=(guarded_room.pk, licences[0].pk))
    assert not ConferenceSession.objects.exists()
    rooms.approve_booking(actor=deputy, booking_id=booking.pk)
    deliver(booking)
    assert ConferenceSession.objects.get().state == State.READY


def test_prepare_sessions_after_a_move_keeps_the_room(booking, session, clerk):
    changes = BookingChanges(starts_at=at(60), ends_at=END + timedelta(hours=1))
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes, scope="all")
    deliver(booking)
    again = ConferenceSession.objects.get()
    assert (again.room_name, again.state) == (session.room_name, State.READY)


def test_prepare_sessions_after_a_change_of_licence_makes_another_room(
    booking, session, clerk, room, licences
):
    changes = BookingChanges(resources=(room.pk, licences[1].pk))
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes, scope="all")
    deliver(booking)
    again = ConferenceSession.objects.get()
    assert again.licence == licences[1]
    assert again.state == State.READY
    assert again.room_name not in {"", session.room_name}


def test_prepare_sessions_after_cancelling_closes_them(booking, session, clerk):
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk, reason="เลื่อน")
    deliver(booking)
    session.refresh_from_db()
    assert session.state == State.CLOSED


def test_prepare_sessions_leaves_what_is_past_alone(booking, session, clerk, hand):
    hand.move_to(END + timedelta(days=1))
    booking.occurrences.update(status="cancelled")
    deliver(booking)
    session.refresh_from_db()
    assert session.state == State.READY


def test_make_rooms_of_an_unknown_provider_says_so(book, room, make_resource, office):
    zoom = make_resource(office, "Zoom 1", "licence", capacity=500, provider="zoom")
    book(resources=(room.pk, zoom.pk))
    session = ConferenceSession.objects.get()
    assert session.state == State.FAILED
    assert "zoom" in session.problem


def test_make_rooms_heals_once_the_licence_is_mended(book, room, make_resource, office):
    licence = make_resource(
        office,
        "ลิงก์ของเขต",
        "licence",
        capacity=500,
        provider="manual",
        encrypted_settings=crypto.encrypt({"join_url": "meet.example.org"}),
    )
    book(resources=(room.pk, licence.pk))
    assert ConferenceSession.objects.get().state == State.FAILED
    licence.encrypted_settings = crypto.encrypt({"join_url": "https://meet.example.org/a"})
    licence.save()
    message = Message(1, "sessions.licence_changed", {"resource": licence.pk}, None, 1, clock.now())
    tasks.follow_licence(message)
    session = ConferenceSession.objects.get()
    assert (session.state, session.problem) == (State.READY, "")
    assert host_join_urls([session.occurrence_id], "เขต") == {
        session.occurrence_id: "https://meet.example.org/a"
    }


def test_make_rooms_takes_a_link_pasted_with_the_booking(book, room):
    book(
        resources=(room.pk,),
        conference={"provider": "manual", "url": "https://meet.example.org/b"},
    )
    session = ConferenceSession.objects.get()
    assert host_join_urls([session.occurrence_id], "เขต") == {
        session.occurrence_id: "https://meet.example.org/b"
    }


def test_make_rooms_asks_the_outbox_to_come_back_when_told_to_wait(
    book, monkeypatch: pytest.MonkeyPatch
):
    def busy(_self, _meeting):
        raise Retryable("busy", after=timedelta(seconds=7))

    monkeypatch.setattr(providers.jitsi.Jitsi, "ensure", busy)
    with pytest.raises(Retry) as asked:
        book()
    assert asked.value.after == timedelta(seconds=7)
    assert ConferenceSession.objects.get().state == State.WANTED


def test_make_rooms_does_not_store_what_is_no_longer_wanted(booking, session, licences):
    made = services.sessions.Made(
        session.pk, services.sessions.Want("jitsi", licences[2].pk), room_name="stale"
    )
    ConferenceSession.objects.update(state=State.WANTED)
    services.sessions._settle(made=[made])
    session.refresh_from_db()
    assert (session.state, session.room_name != "stale") == (State.WANTED, True)


def test_host_join_urls_are_of_ready_rooms_only(session, occurrence):
    url = host_join_urls([occurrence.pk], "เขต")[occurrence.pk]
    assert session.room_name in url
    ConferenceSession.objects.update(state=State.CLOSED)
    assert host_join_urls([occurrence.pk], "เขต") == {}
    assert START < END
