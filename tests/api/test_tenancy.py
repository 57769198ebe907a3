"""Another office's things do not exist: 404 in a path, 400 by pointer in a body, not in lists."""

from __future__ import annotations

import pytest

from broadcasts.models import Broadcast
from rooms.models import Closure, MeetingSeries, Occurrence
from tests.api.conftest import at, booking_body, pointers, text
from vcs.core import clock
from vcs.directory.models import Cluster, School


@pytest.fixture
def theirs(book, foreign_api, foreign_room, other_office, stranger, make_resource):
    """One of everything in the other office, by the name of its place in a path."""
    booking = book([foreign_room], at(18, 9), by=foreign_api).data
    occurrence = Occurrence.objects.get(pk=booking["occurrences"][0]["id"])
    channel = make_resource(other_office, "ช่อง 2", "channel")
    cluster = Cluster.objects.create(office=other_office, name="กลุ่มอื่น")
    school = School.objects.create(office=other_office, name="รร.อื่น", short_name="อื่น")
    closure = Closure.objects.create(
        resource=channel,
        starts_at=at(20, 9),
        ends_at=at(20, 10),
        reason="x",
        created_by=stranger,
    )
    broadcast = Broadcast.objects.create(
        office=other_office,
        occurrence=occurrence,
        channel=channel,
        slug="9902-x",
        scheduled_start=at(18, 9),
        scheduled_end=at(18, 10),
        created_at=clock.now(),
        updated_at=clock.now(),
    )
    series = MeetingSeries.objects.create(office=other_office, name="ชุดอื่น", kind="news")
    feed = foreign_api.post("/feeds/", {"scope": "office"}).data
    return {
        "booking": booking["id"],
        "occurrence": occurrence.pk,
        "resource": foreign_room.pk,
        "channel": channel.pk,
        "cluster": cluster.pk,
        "school": school.pk,
        "closure": closure.pk,
        "broadcast": broadcast.pk,
        "series": series.pk,
        "feed": feed["id"],
    }


PATHS = [
    ("GET", "/bookings/{booking}/", None),
    ("PATCH", "/bookings/{booking}/", {"title": "x"}),
    ("DELETE", "/bookings/{booking}/", None),
    ("POST", "/bookings/{booking}/submit/", {}),
    ("POST", "/bookings/{booking}/approve/", {}),
    ("POST", "/bookings/{booking}/reject/", {"reason": "x"}),
    ("POST", "/bookings/{booking}/cancel/", {}),
    ("GET", "/bookings/{booking}/impact/", None),
    ("GET", "/bookings/{booking}/history/", None),
    ("GET", "/occurrences/{occurrence}/", None),
    ("POST", "/occurrences/{occurrence}/retry/", {}),
    ("GET", "/occurrences/{occurrence}/invitations/", None),
    ("GET", "/occurrences/{occurrence}/attendance/", None),
    ("POST", "/occurrences/{occurrence}/attendance/", {"school": 1, "status": "present"}),
    ("GET", "/resources/{resource}/", None),
    ("PATCH", "/resources/{resource}/", {"capacity": 1}),
    ("DELETE", "/resources/{resource}/", None),
    ("DELETE", "/resources/{resource}/photo/", None),
    ("GET", "/closures/{closure}/", None),
    ("DELETE", "/closures/{closure}/", None),
    ("GET", "/schools/{school}/", None),
    ("GET", "/broadcasts/{broadcast}/", None),
    ("DELETE", "/feeds/{feed}/", None),
    ("POST", "/feeds/{feed}/rotate/", {}),
]


@pytest.fixture
def mighty(api_of, make_user, office):
    """One who may do everything in the first office."""
    roles = ("requester", "approver", "operator", "reporter", "office_admin")
    return api_of(make_user(office, "mighty", *roles))


@pytest.mark.parametrize(("method", "path", "body"), PATHS)
def test_foreign_thing_in_a_path_is_not_found(mighty, foreign_api, theirs, method, path, body):
    answer = mighty.ask(method, path.format(**theirs), body)
    assert (answer.status_code, answer.data["code"]) == (404, "not_found")
    if method == "GET":
        assert foreign_api.get(path.format(**theirs)).status_code == 200


BODIES = [
    ("/bookings/", {"resources": ["{resource}"]}, "/resources/0"),
    ("/bookings/", {"audience": {"schools": ["{school}"]}}, "/audience/schools/0"),
    ("/bookings/", {"audience": {"clusters": ["{cluster}"]}}, "/audience/clusters/0"),
    ("/bookings/", {"series": "{series}"}, "/series"),
    (
        "/bookings/",
        {"broadcast": {"channel": "{channel}", "privacy": "public", "auto_start": False}},
        "/broadcast/channel",
    ),
    ("/bookings/check/", {"resources": ["{resource}"]}, "/resources/0"),
    ("/bookings/check/", {"series": "{series}"}, "/series"),
    ("/bookings/check/", {"audience": {"schools": ["{school}"]}}, "/audience/schools/0"),
]


@pytest.mark.parametrize(("path", "part", "pointer"), BODIES)
def test_foreign_thing_in_a_booking_is_refused_by_its_place(
    mighty, room, theirs, path, part, pointer
):
    answer = mighty.post(path, booking_body([room], at(18, 9)) | filled(part, theirs))
    assert (answer.status_code, pointers(answer)) == (400, [pointer])


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("/bookings/check/", {"booking": "{booking}"}, "/booking"),
        (
            "/closures/",
            {
                "resource": "{resource}",
                "starts_at": text(at(18, 9)),
                "ends_at": text(at(18, 10)),
                "reason": "x",
            },
            "/resource",
        ),
        ("/feeds/", {"scope": "school", "target": "{school}"}, "/target"),
        ("/feeds/", {"scope": "resource", "target": "{resource}"}, "/target"),
        ("/feeds/", {"scope": "channel", "target": "{channel}"}, "/target"),
        ("/feeds/", {"scope": "cluster", "target": "{cluster}"}, "/target"),
    ],
)
def test_foreign_thing_in_another_body_is_refused_by_its_place(mighty, theirs, path, body, pointer):
    answer = mighty.post(path, filled(body, theirs))
    assert (answer.status_code, pointers(answer)) == (400, [pointer])


def test_foreign_school_in_a_correction_is_refused_by_its_place(mighty, book, room, theirs):
    made = book([room], at(18, 9), audience={"all_schools": True}).data
    path = f"/occurrences/{made['occurrences'][0]['id']}/attendance/"
    answer = mighty.post(path, {"school": theirs["school"], "status": "present", "note": "x"})
    assert (answer.status_code, pointers(answer)) == (400, ["/school"])


@pytest.mark.parametrize(
    "path",
    [
        "/bookings/",
        "/occurrences/",
        "/resources/",
        "/resources/?is_active=0",
        "/closures/",
        "/schools/",
        "/clusters/",
        "/series/",
        "/feeds/",
        "/broadcasts/",
    ],
)
def test_lists_hold_nothing_of_another_office(mighty, foreign_api, theirs, path):
    assert mighty.get(path).data["results"] == []
    if "is_active" not in path:
        assert foreign_api.get(path).data["results"]


def test_availability_knows_nothing_of_another_office(mighty, theirs):
    query = f"start={text(at(18, 9))}&end={text(at(18, 10))}"
    assert mighty.get(f"/availability/?{query}").data == {"free": [], "busy": []}


def test_obec_sees_every_office_and_books_in_none(api_of, make_user, theirs, room):
    obec = api_of(make_user(None, "obec"))
    assert len(obec.get("/resources/").data["results"]) == 3
    assert obec.get(f"/bookings/{theirs['booking']}/").status_code == 200
    assert obec.get("/me/").data["office"] is None
    answer = obec.post("/bookings/", booking_body([room], at(18, 9)))
    assert answer.status_code == 403


def filled(part, theirs):
    """The body with the ids of the other office in it."""
    if isinstance(part, dict):
        return {name: filled(value, theirs) for name, value in part.items()}
    if isinstance(part, list):
        return [filled(value, theirs) for value in part]
    is_place = isinstance(part, str) and part.startswith("{")
    return theirs[part.strip("{}")] if is_place else part
