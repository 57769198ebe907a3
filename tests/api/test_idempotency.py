"""Idempotency-Key: once done, however often it is sent."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from api.models import IdempotentAnswer
from api.services import prune_answers
from rooms.models import Booking
from tests.api.conftest import Api, at, booking_body
from vcs.core import clock
from vcs.core.transactions import use_case

KEY = {"idempotency_key": "3d6f1a5e-5d6b-4f7b-8f1e-000000000001"}


def test_repeat_gets_the_same_answer_and_makes_nothing(book, room):
    first = book([room], at(18, 9), headers=KEY)
    again = book([room], at(18, 9), headers=KEY)
    assert first.status_code == again.status_code == 201
    assert first.content == again.content
    for name in ("ETag", "Location"):
        assert first.headers[name] == again.headers[name]
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Booking.objects.count() == 1


def test_repeat_is_the_same_after_things_have_changed(api, book, room, today):
    first = book([room], at(18, 9), headers=KEY)
    api.patch(f"/bookings/{first.data['id']}/", {"title": "ใหม่"})
    today.advance(timedelta(hours=47))
    assert book([room], at(18, 9), headers=KEY).content == first.content


def test_repeat_with_names_in_another_order_is_the_same(api, room):
    body = booking_body([room], at(18, 9))
    first = api.post("/bookings/", body, **KEY)
    again = api.post("/bookings/", dict(reversed(body.items())), **KEY)
    assert again.content == first.content


def test_key_of_another_request_is_refused(api, book, room):
    book([room], at(18, 9), headers=KEY)
    other_body = book([room], at(18, 10), headers=KEY)
    assert (other_body.status_code, other_body.data["code"]) == (422, "idempotency_key_reused")
    other_path = api.post("/feeds/", {"scope": "me"}, **KEY)
    assert (other_path.status_code, other_path.data["code"]) == (422, "idempotency_key_reused")
    assert Booking.objects.count() == 1


def test_key_belongs_to_one_person(book, room, deputy_api):
    first = book([room], at(18, 9), headers=KEY)
    second = book([room], at(18, 11), headers=KEY, by=deputy_api)
    assert (first.status_code, second.status_code) == (201, 201)


def test_refusal_is_not_remembered(book, room):
    rival = book([room], at(18, 9)).data
    assert book([room], at(18, 9), headers=KEY).status_code == 409
    Booking.objects.get(pk=rival["id"]).occurrences.get().holds.all().delete()
    assert book([room], at(18, 9), headers=KEY).status_code == 201
    assert not IdempotentAnswer.objects.exclude(status=201).exists()


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "กุญแจ".encode().decode("latin1")])
def test_key_that_is_none_is_refused(book, room, key):
    answer = book([room], at(18, 9), headers={"idempotency_key": key})
    assert answer.status_code == 400
    assert not Booking.objects.exists()


def test_answer_that_tells_a_secret_is_kept_encrypted(api):
    first = api.post("/feeds/", {"scope": "me"}, **KEY)
    assert first.status_code == 201, first.content
    secret = first.data["url"].rsplit("/", 1)[1]
    assert secret not in IdempotentAnswer.objects.get().body
    assert api.post("/feeds/", {"scope": "me"}, **KEY).data == first.data


def test_steps_may_be_repeated_too(book, guarded_room, deputy_api):
    asked = book([guarded_room], at(18, 9)).data
    path = f"/bookings/{asked['id']}/approve/"
    first = deputy_api.post(path, {}, **KEY)
    again = deputy_api.post(path, {}, **KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert first.content == again.content


def test_old_answers_are_forgotten(book, room, today):
    book([room], at(18, 9), headers=KEY)
    today.advance(timedelta(hours=47))
    assert prune_answers() == 0
    today.advance(timedelta(hours=2))
    assert prune_answers() == 1
    assert not IdempotentAnswer.objects.exists()


def test_crash_after_the_commit_loses_no_answer(book, room, monkeypatch):
    def crash(*_args, **_kwargs):
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("api.views.base.plain", crash)
        with pytest.raises(SystemExit):
            book([room], at(18, 9), headers=KEY)
    assert Booking.objects.count() == 1
    again = book([room], at(18, 9), headers=KEY)
    assert (again.status_code, again.data["id"]) == (201, Booking.objects.get().pk)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_rivals_with_one_key_get_one_booking(api, room):
    body = booking_body([room], at(18, 9))
    barrier = threading.Barrier(8)
    answers = []

    def send() -> None:
        mine = Api(api.token)
        barrier.wait()
        answers.append(mine.post("/bookings/", body, **KEY))
        connection.close()

    with clock.freeze(at(16, 8)):
        threads = [threading.Thread(target=send) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert [answer.status_code for answer in answers] == [201] * 8
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" not in answer.headers for answer in answers) == 1
    assert Booking.objects.count() == 1


def test_work_that_fails_leaves_no_row(api, room, monkeypatch):
    @use_case
    def fail(**_kwargs):
        raise RuntimeError

    api.client.raise_request_exception = False
    monkeypatch.setattr("rooms.services.request_booking", fail)
    answer = api.post("/bookings/", booking_body([room], at(18, 9)), **KEY)
    assert answer.status_code == 500
    assert not IdempotentAnswer.objects.exists()
