"""Resources, availability and closures over HTTP."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from PIL import Image

from rooms.models import Resource
from tests.api.conftest import at, instant, pointers, text
from vcs.core.crypto import decrypt


def stretch(start, end):
    return f"start={text(start)}&end={text(end)}".replace("+", "%2B")


def test_resource_is_entered_and_its_settings_stay_inside(operator_api):
    answer = operator_api.post(
        "/resources/",
        {
            "name": "Zoom 300",
            "kind": "licence",
            "capacity": 300,
            "provider": "zoom",
            "settings": {"client_secret": "hush"},
            "features": ["recording"],
        },
    )
    assert answer.status_code == 201, answer.content
    assert b"hush" not in answer.content
    assert "settings" not in answer.data
    assert (answer.data["provider"], answer.data["features"]) == ("zoom", ["recording"])
    stored = Resource.objects.get(pk=answer.data["id"]).encrypted_settings
    assert decrypt(stored) == {"client_secret": "hush"}
    assert operator_api.get(answer.headers["Location"]).data == answer.data


def test_resource_is_entered_only_by_those_who_keep_the_list(api):
    answer = api.post("/resources/", {"name": "ห้อง", "kind": "room"})
    assert (answer.status_code, answer.data["code"]) == (403, "not_allowed")


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"name": " "}, "/name"),
        ({"kind": "castle"}, "/kind"),
        ({"capacity": -1}, "/capacity"),
        ({"capacity": "many"}, "/capacity"),
        ({"opening_hours": {"monday": []}}, "/opening_hours/monday"),
        ({"opening_hours": {"mon": [["17:00", "08:00"]]}}, "/opening_hours/mon/0"),
        ({"opening_hours": {"mon": "all day"}}, "/opening_hours"),
        ({"opening_hours": [1]}, "/opening_hours"),
        ({"settings": {"a": 1}}, "/settings"),
        ({"setup_minutes": 10**6}, "/setup_minutes"),
        ({"provider": "zoom"}, "/provider"),
        ({"features": [{}]}, "/features/0"),
    ],
)
def test_wrong_resource_is_refused_by_field(operator_api, wrong, pointer):
    answer = operator_api.post("/resources/", {"name": "ห้อง", "kind": "room", **wrong})
    assert answer.status_code == 400, answer.content
    assert pointer in pointers(answer)
    assert not Resource.objects.exists()


def test_seats_in_thai_digits_are_read(operator_api):
    answer = operator_api.post("/resources/", {"name": "ห้อง", "kind": "room", "capacity": "๓๐"})
    assert answer.data["capacity"] == 30


def test_resource_is_changed_and_its_version_grows(operator_api, room):
    before = operator_api.get(f"/resources/{room.pk}/")
    after = operator_api.patch(f"/resources/{room.pk}/", {"capacity": 40, "location": "ชั้น 2"})
    assert (after.data["capacity"], after.data["location"]) == (40, "ชั้น 2")
    assert after.data["version"] == before.data["version"] + 1


def test_name_that_is_taken_is_refused_by_field(operator_api, room, guarded_room):
    answer = operator_api.patch(f"/resources/{room.pk}/", {"name": guarded_room.name})
    assert (answer.status_code, pointers(answer)) == (400, ["/name"])


def test_retired_resource_leaves_the_list_and_stays_readable(operator_api, room):
    assert operator_api.delete(f"/resources/{room.pk}/").status_code == 200
    assert operator_api.get("/resources/").data["results"] == []
    kept = operator_api.get("/resources/?is_active=0").data["results"]
    assert [one["id"] for one in kept] == [room.pk]
    assert operator_api.get(f"/resources/{room.pk}/").data["is_active"] is False
    back = operator_api.patch(f"/resources/{room.pk}/", {"is_active": True})
    assert (back.status_code, back.data["is_active"]) == (200, True)


def test_resource_that_is_still_booked_is_not_retired(operator_api, book, room):
    book([room], at(18, 9))
    for answer in (
        operator_api.delete(f"/resources/{room.pk}/"),
        operator_api.patch(f"/resources/{room.pk}/", {"is_active": False}),
    ):
        assert (answer.status_code, answer.data["code"]) == (409, "wrong_state")


def test_list_is_in_the_order_of_kind_and_position(api, room, guarded_room, licences):
    guarded_room.position = 1
    guarded_room.save()
    found = [one["id"] for one in api.get("/resources/").data["results"]]
    assert found == [*[one.pk for one in licences], room.pk, guarded_room.pk]
    rooms = [one["id"] for one in api.get("/resources/?kind=room").data["results"]]
    assert rooms == [room.pk, guarded_room.pk]


def test_availability_tells_free_from_busy(api, book, room, guarded_room):
    book([room], at(18, 9), 2)
    found = api.get(f"/availability/?{stretch(at(18, 10), at(18, 11))}&kind=room").data
    assert [one["id"] for one in found["free"]] == [guarded_room.pk]
    (busy,) = found["busy"]
    assert (busy["resource"], instant(busy["starts_at"])) == (room.pk, at(18, 9))


def test_availability_by_seats_and_features(api, room, guarded_room):
    guarded_room.features = ["camera", "projector"]
    guarded_room.save()
    when = stretch(at(18, 10), at(18, 11))
    for query in ("min_capacity=50", "feature=camera", "feature=camera,projector"):
        found = api.get(f"/availability/?{when}&{query}").data
        assert [one["id"] for one in found["free"]] == [guarded_room.pk], query


def test_availability_with_an_unescaped_plus_in_the_address(api, room):
    found = api.get(f"/availability/?start={text(at(18, 9))}&end={text(at(18, 10))}")
    assert found.status_code == 200, found.content


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("", "/start"),
        ("start=2569-01-01T00:00:00Z&end=2026-01-02T00:00:00Z", "/start"),
        ("start=2026-01-02T00:00:00Z&end=2026-01-01T00:00:00Z", "/end"),
        ("start=now&end=then", "/end"),
        (stretch(at(18, 9), at(18, 10)) + "&min_capacity=lots", "/min_capacity"),
        (stretch(at(18, 9), at(18, 10)) + "&kind=x", "/kind"),
    ],
)
def test_wrong_question_of_availability_is_refused_by_name(api, query, pointer):
    answer = api.get(f"/availability/?{query}")
    assert answer.status_code == 400
    assert pointer in pointers(answer)


def test_closure_keeps_bookings_away_until_it_is_lifted(operator_api, book, room):
    body = {"resource": room.pk, "starts_at": text(at(18, 8)), "ends_at": text(at(18, 17))}
    made = operator_api.post("/closures/", body | {"reason": "ซ่อมแอร์"})
    assert made.status_code == 201, made.content
    refused = book([room], at(18, 9))
    assert refused.data["conflicts"][0]["other_title"] == "ซ่อมแอร์"
    listed = operator_api.get(f"/closures/?{stretch(at(18, 9), at(18, 10))}").data["results"]
    assert [one["id"] for one in listed] == [made.data["id"]]
    assert operator_api.get(f"/closures/?{stretch(at(19, 9), at(19, 10))}").data["results"] == []
    assert operator_api.delete(f"/closures/{made.data['id']}/").status_code == 204
    assert book([room], at(18, 9)).status_code == 201


def test_closure_over_a_booking_is_a_conflict(operator_api, book, room):
    book([room], at(18, 9))
    body = {"resource": room.pk, "starts_at": text(at(18, 8)), "ends_at": text(at(18, 17))}
    answer = operator_api.post("/closures/", body | {"reason": "ซ่อมแอร์"})
    assert (answer.status_code, answer.data["code"]) == (409, "booking_conflict")


def test_closure_of_a_foreign_room_is_refused_by_field(operator_api, foreign_room):
    body = {"resource": foreign_room.pk, "starts_at": text(at(18, 8)), "ends_at": text(at(18, 17))}
    answer = operator_api.post("/closures/", body | {"reason": "x"})
    assert (answer.status_code, pointers(answer)) == (400, ["/resource"])


def test_texts_of_many_marks_fit_as_people_count_them(operator_api):
    body = {"name": "น้ำ" * 80, "kind": "room", "location": "ที่" * 120}
    answer = operator_api.post("/resources/", body)
    assert answer.status_code == 201, answer.content
    closure = {
        "resource": answer.data["id"],
        "starts_at": text(at(18, 9)),
        "ends_at": text(at(18, 10)),
        "reason": "ซ่อมน้ำ" * 17,
    }
    assert operator_api.post("/closures/", closure).status_code == 201


def picture(kind="PNG", size=(2400, 1200)):
    """A picture as a telephone sends it."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    Image.new("RGB", size, "navy").save(out, kind, exif=exif)
    return out.getvalue()


def send_photo(api, room, data):
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("room.png", data)})
    return api.client.put(
        f"/api/v1/resources/{room.pk}/photo/",
        body,
        content_type=MULTIPART_CONTENT,
        HTTP_AUTHORIZATION=f"Bearer {api.token}",
    )


def test_photo_is_shown_small_and_without_what_it_hides(operator_api, room, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    assert operator_api.get(f"/resources/{room.pk}/photo/").status_code == 404
    for kind in ("PNG", "JPEG", "WEBP"):
        answer = send_photo(operator_api, room, picture(kind))
        assert answer.status_code == 200, answer.content
    address = answer.json()["photo_url"]
    shown = operator_api.get(address)
    assert shown.headers["Content-Type"] == "image/jpeg"
    kept = Image.open(io.BytesIO(b"".join(shown.streaming_content)))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (1600, 800), {})
    assert operator_api.delete(f"/resources/{room.pk}/photo/").data["photo_url"] is None


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", picture()[:200]])
def test_what_is_no_photo_is_refused(operator_api, room, settings, tmp_path, data):
    settings.MEDIA_ROOT = tmp_path
    answer = send_photo(operator_api, room, data)
    assert answer.status_code == 400, answer.content
    assert answer.json()["errors"][0]["pointer"] == "/file"


def test_photo_is_set_by_those_who_keep_the_list(api, room):
    assert send_photo(api, room, picture()).status_code == 403
