"""The door as a browser, and a mail scanner, meet it."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client

from rooms import services as rooms
from rooms.models import Booking
from rooms.rules.requests import BookingChanges
from tests.sessions.conftest import END, START, at, deliver, token_of
from vcs.attendance.models import Evidence
from vcs.attendance.queries import roll_call
from vcs.attendance.rules import Status
from vcs.directory.models import ViewingSite
from vcs.live.models import Event
from vcs.outbox.models import OutboxMessage
from vcs.sessions.models import ConferenceSession, Invitation

KEY = "k" * 43
JSON = {"headers": {"accept": "application/json"}}


@pytest.fixture
def page(token, client):
    """Opens the door's page."""
    return lambda **query: client.get(f"/j/{token}", query)


@pytest.fixture
def say(token, client, occurrence):
    """What the page's script says to the door."""

    def send(what: str, **fields):
        body = {"occurrence": occurrence.pk, "key": KEY} | fields
        return client.post(f"/j/{token}/{what}", body, **JSON)

    return send


def text(response) -> str:
    return response.content.decode()


def test_show_before_opening_tells_when_and_counts_down(page, hand):
    hand.move_to(START - timedelta(hours=2))
    response = page()
    assert response.status_code == 200
    body = text(response)
    for said in (
        "ประชุมผู้บริหารสถานศึกษา ครั้งที่ 5/2569",
        "วันพุธที่ 18 พฤศจิกายน พ.ศ. 2569",
        "09:00–12:00 น.",
        "08:30 น.",
        "โรงเรียนบ้านทดสอบ 0",
        "จากทั้งหมด 6 แห่ง",
        "ชัยพฤกษ์",
        'data-countdown="5400"',
    ):
        assert said in body
    assert "data-enter" not in body


def test_show_tells_what_is_collected_why_by_what_right_how_long_and_for_whom(page, hand, settings):
    settings.VCS_JITSI_URL = "https://jitsi.example.org"
    hand.move_to(START)
    body = text(page())
    for said in (
        "เพื่อเช็กชื่อ",
        "ภารกิจสาธารณะ",
        "ตามระยะเวลาเก็บเอกสารราชการ",
        "เจ้าหน้าที่และผู้บริหารของสำนักงานเขต",
        "jitsi.example.org",
    ):
        assert said in body


def test_show_in_english_when_asked_and_thai_otherwise(page, hand):
    hand.move_to(START)
    assert '<html lang="th"' in text(page())
    english = text(page(lang="en"))
    assert '<html lang="en"' in english
    assert "Wednesday 18 November 2026" in english
    assert "Join the meeting" in english


def test_show_opened_by_scanners_leaves_no_trace(page, hand, client, token):
    hand.move_to(START)
    before = (OutboxMessage.objects.count(), Event.objects.count())
    for _ in range(5):
        page()
        client.head(f"/j/{token}")
    assert not Evidence.objects.exists()
    assert (OutboxMessage.objects.count(), Event.objects.count()) == before
    assert set(Invitation.objects.values_list("rsvp", "people")) == {("needs_action", None)}


@pytest.mark.parametrize("minutes", [-90, 0, 500])
def test_show_keeps_its_address_private(page, hand, minutes):
    hand.move_to(at(minutes))
    response = page()
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "same-origin"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "<script>" not in text(response)


def test_show_takes_a_fixed_number_of_queries(
    book, client, schools, hand, django_assert_num_queries
):
    booking = book(rrule="FREQ=WEEKLY;COUNT=30")
    hand.move_to(START)
    token = token_of(booking.invitations.get(school=schools[0]))
    with django_assert_num_queries(8):
        client.get(f"/j/{token}")


@pytest.mark.parametrize("made", ["", "x" * 300, "abc.def", "%00", "ก"])
def test_show_of_an_unknown_link_is_not_found_with_a_way_out(client, db, made):
    response = client.get(f"/j/{quote(made)}~")
    assert response.status_code == 404
    assert "ไม่พบลิงก์นี้" in text(response)


def test_show_of_a_tampered_link_is_not_found(client, token):
    assert client.get(f"/j/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}").status_code == 404


def test_show_of_a_replaced_link_is_gone(page, invitation):
    Invitation.objects.filter(pk=invitation.pk).update(token_version=2)
    response = page()
    assert response.status_code == 410
    assert "ลิงก์นี้ใช้ไม่ได้แล้ว" in text(response)


def test_show_to_a_school_no_longer_asked_is_gone(page, booking, clerk, schools):
    changes = BookingChanges(audience={"schools": [schools[1].pk]})
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=changes, scope="all")
    deliver(booking)
    assert page().status_code == 410


def test_show_after_the_grace_is_gone_and_says_what_to_do(page, hand):
    hand.move_to(END + timedelta(minutes=31))
    response = page()
    assert response.status_code == 410
    assert "การประชุมนี้จบแล้ว" in text(response)
    assert "แก้ไขการเช็กชื่อ" in text(response)


def test_show_of_a_cancelled_booking_is_gone(page, booking, clerk):
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk, reason="เลื่อน")
    deliver(booking)
    response = page()
    assert response.status_code == 410
    assert "การประชุมนี้ยกเลิก" in text(response)


def test_show_of_a_booking_to_be_approved_again_is_unconfirmed(page, booking, hand):
    booking.occurrences.update(status="tentative")
    hand.move_to(START)
    response = page()
    assert response.status_code == 200
    assert "ยังไม่ยืนยัน" in text(response)
    assert "data-enter" not in text(response)


def test_show_of_a_series_skips_a_cancelled_date_and_says_so(book, client, clerk, schools, hand):
    booking = book(rrule="FREQ=WEEKLY;COUNT=3")
    first = booking.occurrences.first()
    rooms.cancel_booking(
        actor=clerk, booking_id=booking.pk, scope="this", occurrence_id=first.pk, reason="วันหยุด"
    )
    hand.move_to(START - timedelta(hours=1))
    token = token_of(booking.invitations.get(school=schools[0]))
    body = text(client.get(f"/j/{token}"))
    assert "นัดนี้ยกเลิก" in body
    assert "วันพุธที่ 25 พฤศจิกายน พ.ศ. 2569" in body


def test_show_of_a_series_split_later_still_leads_to_its_dates(book, client, clerk, schools, hand):
    booking = book(rrule="FREQ=WEEKLY;COUNT=3")
    second = booking.occurrences.order_by("starts_at")[1]
    changes = BookingChanges(
        starts_at=second.starts_at + timedelta(hours=1),
        ends_at=second.ends_at + timedelta(hours=1),
    )
    rooms.edit_booking(
        actor=clerk,
        booking_id=booking.pk,
        changes=changes,
        scope="following",
        occurrence_id=second.pk,
    )
    for one in Booking.objects.all():
        deliver(one)
    hand.move_to(START + timedelta(days=6))
    token = token_of(booking.invitations.get(school=schools[0]))
    body = text(client.get(f"/j/{token}"))
    assert "วันพุธที่ 25 พฤศจิกายน พ.ศ. 2569" in body
    assert "10:00–13:00 น." in body


def test_show_without_an_online_room_says_so(book, client, room, schools, hand):
    booking = book(resources=(room.pk,), conference=None)
    hand.move_to(START)
    body = text(client.get(f"/j/{token_of(booking.invitations.get(school=schools[0]))}"))
    assert "ไม่มีห้องประชุมออนไลน์" in body
    assert "data-enter" not in body


def test_show_with_a_room_that_could_not_be_made_says_so(page, session, hand):
    ConferenceSession.objects.update(state="failed")
    hand.move_to(START)
    body = text(page())
    assert "ห้องประชุมออนไลน์ยังไม่พร้อม" in body
    assert "data-enter" not in body


def test_enter_gives_the_room_and_stores_that_the_school_came(say, hand, session, schools):
    hand.move_to(at(-10))
    response = say("enter", people="๒๕")
    assert response.status_code == 200
    assert session.room_name in response.json()["join_url"]
    row = Evidence.objects.get()
    assert (row.school, row.source, row.source_key) == (schools[0], "door", KEY)
    assert (row.first_seen, row.last_seen, row.people) == (at(-10), at(-10), 25)


def test_enter_pressed_twice_is_one_entry(say, hand):
    hand.move_to(START)
    say("enter")
    say("enter")
    assert Evidence.objects.count() == 1


def test_enter_remembers_how_many_for_the_next_visit(say, page, hand):
    hand.move_to(START)
    say("enter", people="25")
    assert re.search(r'name="people"[^>]* value="25"', text(page()))


@pytest.mark.parametrize("people", ["0", "-1", "many", "10000", "1e3"])
def test_enter_with_an_impossible_number_names_the_field(say, hand, people):
    hand.move_to(START)
    response = say("enter", people=people)
    assert (response.status_code, response.json()["code"]) == (400, "invalid_input")
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(("minutes", "state"), [(-31, "waiting"), (180 + 31, "ended")])
def test_enter_outside_the_doors_hours_is_refused(say, hand, minutes, state):
    hand.move_to(at(minutes))
    response = say("enter")
    assert (response.status_code, response.json()["state"]) == (409, state)
    assert not Evidence.objects.exists()


def test_enter_of_a_date_that_is_not_of_this_link_is_refused(say, book, room, hand):
    other = book(
        title="อื่น",
        resources=(room.pk,),
        starts_at=START + timedelta(days=1),
        ends_at=END + timedelta(days=1),
    )
    hand.move_to(START)
    response = say("enter", occurrence=other.occurrences.get().pk)
    assert response.status_code == 409
    assert not Evidence.objects.exists()


def test_enter_without_script_shows_a_plain_link(client, token, occurrence, session, hand):
    hand.move_to(START)
    response = client.post(f"/j/{token}/enter", {"occurrence": occurrence.pk, "key": KEY})
    assert response.status_code == 200
    assert re.search(rf'href="https://[^"]*{session.room_name}#', text(response))
    assert Evidence.objects.exists()


def test_enter_without_script_on_a_page_that_has_aged_shows_the_door_as_it_is(
    client, token, occurrence, hand
):
    hand.move_to(END + timedelta(hours=2))
    response = client.post(f"/j/{token}/enter", {"occurrence": occurrence.pk, "key": KEY})
    assert response.status_code == 410
    assert "การประชุมนี้จบแล้ว" in text(response)


def test_enter_when_the_room_is_not_ready_stores_nothing(say, session, hand):
    hand.move_to(START)
    ConferenceSession.objects.update(state="failed")
    assert say("enter").status_code == 503
    assert not Evidence.objects.exists()


def test_enter_by_a_guest_gives_the_room_and_counts_nobody(book, client, hand):
    booking = book(audience={"emails": ["guest@example.org"]})
    hand.move_to(START)
    token = token_of(booking.invitations.get())
    assert "guest@example.org" in text(client.get(f"/j/{token}"))
    body = {"occurrence": booking.occurrences.get().pk, "key": KEY}
    assert client.post(f"/j/{token}/enter", body, **JSON).status_code == 200
    assert client.post(f"/j/{token}/ping", body, **JSON).status_code == 200
    assert not Evidence.objects.exists()


@pytest.mark.parametrize("what", ["enter", "ping"])
def test_enter_and_ping_need_the_csrf_token(token, occurrence, hand, what):
    hand.move_to(START)
    strict = Client(enforce_csrf_checks=True)
    body = {"occurrence": occurrence.pk, "key": KEY}
    assert strict.post(f"/j/{token}/{what}", body, **JSON).status_code == 403
    page = strict.get(f"/j/{token}").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert found
    headers = {"accept": "application/json", "x-csrftoken": found[1]}
    strict.post(f"/j/{token}/enter", body, headers=headers)
    assert strict.post(f"/j/{token}/{what}", body, headers=headers).status_code == 200


def test_ping_moves_the_end_and_is_answered_once_stored(say, hand):
    hand.move_to(START)
    say("enter")
    hand.move_to(at(0.5))
    response = say("ping", playing="1", visible="0")
    assert response.json() == {"key": KEY}
    row = Evidence.objects.get()
    assert (row.last_seen, row.playing, row.visible) == (at(0.5), True, False)


def test_ping_after_silence_goes_on_under_a_new_key(say, hand):
    hand.move_to(START)
    say("enter")
    hand.move_to(at(45))
    key = say("ping").json()["key"]
    assert key != KEY
    assert Evidence.objects.count() == 2


def test_ping_without_having_entered_is_refused(say, hand):
    hand.move_to(START)
    assert say("ping").status_code == 404
    assert not Evidence.objects.exists()


def test_ping_once_the_meeting_is_cancelled_says_so(say, booking, clerk, hand):
    hand.move_to(at(-10))
    say("enter")
    rooms.cancel_booking(actor=clerk, booking_id=booking.pk, reason="ไฟดับ")
    response = say("ping")
    assert (response.status_code, response.json()["state"]) == (409, "cancelled")


def test_leave_needs_no_csrf_token_and_only_moves_the_end(token, occurrence, say, hand):
    hand.move_to(START)
    say("enter")
    hand.move_to(at(1))
    body = {"occurrence": occurrence.pk, "key": KEY}
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(f"/j/{token}/leave", body).status_code == 204
    assert Evidence.objects.get().last_seen == at(1)
    strict.post(f"/j/{token}/leave", body | {"key": "z" * 43})
    assert Evidence.objects.count() == 1


@pytest.mark.parametrize("what", ["ping", "leave", "enter"])
@pytest.mark.parametrize(
    "body", [{}, {"occurrence": "x", "key": KEY}, {"occurrence": "1", "key": "short"}]
)
def test_posts_with_nonsense_are_bad_requests(client, token, hand, what, body):
    hand.move_to(START)
    assert client.post(f"/j/{token}/{what}", body, **JSON).status_code == 400


def test_show_too_often_is_told_when_to_return(page, hand):
    hand.move_to(START)
    for _ in range(240):
        page()
    response = page()
    assert response.status_code == 429
    assert 0 < int(response["Retry-After"]) <= 60
    hand.advance(timedelta(minutes=1))
    assert page().status_code == 200


def test_two_hundred_schools_behind_one_address_are_let_in(client, booking, occurrence, hand):
    hand.move_to(START)
    for invitation in booking.invitations.all():
        for _ in range(30):
            body = {"occurrence": occurrence.pk, "key": KEY}
            response = client.post(f"/j/{token_of(invitation)}/enter", body, **JSON)
            assert response.status_code == 200


def test_enter_at_a_viewing_site_names_the_schools_it_stands_for(
    page, say, office, schools, occurrence, hand
):
    site = ViewingSite.objects.create(office=office, name="หอประชุม", host=schools[0])
    site.schools.set([schools[0], schools[1]])
    hand.move_to(START)
    assert "โรงเรียนบ้านทดสอบ 1" in text(page())
    say("enter")
    assert roll_call(occurrence).status_of(schools[1].pk) is Status.PRESENT


def test_names_from_outside_are_escaped(booking, client, schools, hand):
    schools[0].name = '<script>alert("x")</script>'
    schools[0].save()
    hand.move_to(START)
    body = text(client.get(f"/j/{token_of(booking.invitations.get(school=schools[0]))}"))
    assert "<script>alert" not in body
