"""Versions: who has it need not fetch it, who missed a change may not overwrite it."""

from __future__ import annotations

import pytest

from tests.api.conftest import at
from vcs.directory.models import School


@pytest.fixture
def booking(book, room):
    return book([room], at(18, 9)).data


def paths(booking, room, schools):
    return [
        f"/bookings/{booking['id']}/",
        f"/resources/{room.pk}/",
        f"/occurrences/{booking['occurrences'][0]['id']}/",
        f"/schools/{schools[0].pk}/",
    ]


def test_every_single_resource_has_an_etag_and_answers_304(api, booking, room, schools):
    for path in paths(booking, room, schools):
        first = api.get(path)
        assert first.headers["ETag"] == f'"{first.data["version"]}"', path
        for known in (first.headers["ETag"], "W/" + first.headers["ETag"], '"0", "1", "2"', "*"):
            again = api.get(path, if_none_match=known)
            assert (again.status_code, again.content) == (304, b""), path
            assert again.headers["ETag"] == first.headers["ETag"]
        assert api.get(path, if_none_match='"77"').status_code == 200


@pytest.mark.parametrize("match", ['"1"', "*", 'W/"1"', '"0", "1"'])
def test_change_of_the_version_that_was_read_is_done(api, booking, match):
    answer = api.patch(f"/bookings/{booking['id']}/", {"title": "ใหม่"}, if_match=match)
    assert (answer.status_code, answer.headers["ETag"]) == (200, '"2"')


@pytest.mark.parametrize("match", ['"7"', '"x"', "nonsense", '""', '"1.0"'])
def test_change_of_another_version_is_refused(api, booking, match):
    answer = api.patch(f"/bookings/{booking['id']}/", {"title": "ใหม่"}, if_match=match)
    assert (answer.status_code, answer.data["code"]) == (412, "precondition_failed")
    assert api.get(f"/bookings/{booking['id']}/").data["title"] == booking["title"]


def test_change_without_if_match_is_done(api, booking):
    assert api.patch(f"/bookings/{booking['id']}/", {"title": "ใหม่"}).status_code == 200


def test_step_and_deletion_heed_if_match(api, booking):
    path = f"/bookings/{booking['id']}/"
    assert api.post(f"{path}cancel/", {}, if_match='"9"').status_code == 412
    assert api.delete(path, if_match='"9"').status_code == 412
    assert api.delete(path, if_match='"1"').status_code == 200


def test_resource_and_closure_heed_if_match(operator_api, room):
    path = f"/resources/{room.pk}/"
    assert operator_api.patch(path, {"capacity": 5}, if_match='"9"').status_code == 412
    assert operator_api.delete(path, if_match='"9"').status_code == 412
    body = {
        "resource": room.pk,
        "starts_at": at(18, 9).isoformat(),
        "ends_at": at(18, 10).isoformat(),
        "reason": "x",
    }
    closure = operator_api.post("/closures/", body).data
    path = f"/closures/{closure['id']}/"
    assert operator_api.get(path).headers["ETag"] == '"1"'
    assert operator_api.delete(path, if_match='"9"').status_code == 412
    assert operator_api.delete(path, if_match='"1"').status_code == 204


def test_lists_have_no_etag(api, schools):
    assert "ETag" not in api.get("/schools/").headers
    assert School.objects.count() == 7
