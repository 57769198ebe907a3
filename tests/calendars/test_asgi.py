"""Feeds as calendar programs fetch them: statuses, validators, packing, fresh after a change."""

from __future__ import annotations

import asyncio
import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import OperationalError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rooms import services as rooms
from rooms.models import Booking, Resource
from rooms.rules.requests import BookingChanges
from tests.calendars.conftest import at, content_of, follow
from vcs.calendars import services, store
from vcs.calendars.asgi import FeedApp
from vcs.calendars.models import Feed, FeedDocument
from vcs.core.tokens import new_secret
from vcs.directory.models import School, User
from vcs.live.tail import tail

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


@pytest.fixture
def app() -> Iterator[FeedApp]:
    """The app of one process, listening to the event log."""
    made = FeedApp()
    yield made
    made.store.close()
    tail.stop()


@pytest.fixture
def url(operator: User, room: Resource) -> str:
    """The path of the room's feed."""
    return path(services.create_feed(actor=operator, scope="resource", target=room.pk)[1])


def path(url: str) -> str:
    return "/feeds/" + url.rpartition("/")[2]


def ask(app: FeedApp, path: str, method: str = "GET", **headers: str) -> Answer:
    raw = [
        (name.replace("_", "-").encode(), text.encode("latin-1")) for name, text in headers.items()
    ]
    return asyncio.run(answer(app, path, method, raw))


async def answer(
    app: FeedApp, path: str, method: str, headers: list[tuple[bytes, bytes]]
) -> Answer:
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    await app(scope, receive, send)
    start, *bodies = sent
    pairs = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], pairs, b"".join(part["body"] for part in bodies))


def until(check: Callable[[], bool]) -> bool:
    """Whether the check holds within five seconds."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        if check():
            return True
        time.sleep(0.02)
    return False


def test_a_feed_is_sent_whole_with_its_validators(
    app: FeedApp, url: str, book: Callable[..., Booking], room: Resource
) -> None:
    book([room], at(18, 9))
    got = ask(app, url)
    feed = Feed.objects.get()
    assert got.status == 200
    assert got.body == content_of(feed).body
    assert got.headers["content-type"] == "text/calendar; charset=utf-8"
    assert got.headers["cache-control"] == "private, no-cache"
    assert got.headers["content-length"] == str(len(got.body))
    assert got.headers["etag"] == f'"{content_of(feed).etag}"'
    assert got.headers["last-modified"].endswith("GMT")
    assert "accept-encoding" in got.headers["vary"]


def test_an_unchanged_feed_is_not_sent_again(app: FeedApp, url: str) -> None:
    first = ask(app, url)
    again = ask(app, url, if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["last-modified"] == first.headers["last-modified"]
    assert "content-length" not in again.headers
    dated = ask(app, url, if_modified_since=first.headers["last-modified"])
    assert dated.status == 304


def test_a_tag_that_differs_outweighs_a_date_that_matches(app: FeedApp, url: str) -> None:
    date = ask(app, url).headers["last-modified"]
    assert ask(app, url, if_none_match='"old"', if_modified_since=date).status == 200


def test_gzip_is_sent_when_asked_for_with_a_tag_of_its_own(app: FeedApp, url: str) -> None:
    plain, packed = ask(app, url), ask(app, url, accept_encoding="gzip")
    assert gzip.decompress(packed.body) == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.headers["etag"] != plain.headers["etag"]
    again = ask(app, url, accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, packed.headers["etag"])


def test_packing_twice_gives_the_same_bytes(url: str) -> None:
    apps = [FeedApp(), FeedApp()]
    packed = [ask(app, url, accept_encoding="gzip").body for app in apps]
    for app in apps:
        app.store.close()
    tail.stop()
    assert packed[0] == packed[1]


def test_head_has_the_headers_of_get_without_its_body(app: FeedApp, url: str) -> None:
    got, head = ask(app, url), ask(app, url, "HEAD")
    assert (head.status, head.headers, head.body) == (200, got.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PROPFIND"])
def test_other_methods_are_refused(app: FeedApp, url: str, method: str) -> None:
    got = ask(app, url, method)
    assert (got.status, got.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    "where",
    ["/feeds/", "/feeds/short.ics", f"/feeds/{'a' * 43}", "/feeds/../x.ics", "/feeds/ก.ics"],
)
def test_what_is_no_address_is_unknown(app: FeedApp, where: str) -> None:
    assert ask(app, where).status == 404


def test_an_unknown_token_is_404(app: FeedApp) -> None:
    got = ask(app, f"/feeds/{new_secret()}.ics")
    assert got.status == 404
    assert got.headers["cache-control"] == "no-store"


def test_a_revoked_feed_is_410_at_once(app: FeedApp, url: str, operator: User) -> None:
    assert ask(app, url).status == 200
    services.revoke_feed(actor=operator, feed_id=Feed.objects.get().pk)
    assert until(lambda: ask(app, url).status == 410)


def test_a_rotated_feed_moves_to_its_new_address(app: FeedApp, url: str, operator: User) -> None:
    assert ask(app, url).status == 200
    _feed, new = services.rotate_feed(actor=operator, feed_id=Feed.objects.get().pk)
    assert ask(app, path(new)).status == 200
    assert until(lambda: ask(app, url).status == 410)


def test_a_change_is_served_as_soon_as_it_is_told(
    app: FeedApp, url: str, book: Callable[..., Booking], room: Resource, clerk: User
) -> None:
    booking = book([room], at(18, 9))
    first = ask(app, url)
    rooms.edit_booking(actor=clerk, booking_id=booking.pk, changes=BookingChanges(title="ใหม่"))
    assert ask(app, url, if_none_match=first.headers["etag"]).status == 304
    follow(booking)
    assert until(lambda: "SUMMARY:ใหม่" in ask(app, url).body.decode())
    assert ask(app, url, if_none_match=first.headers["etag"]).status == 200


def test_what_changed_while_it_was_read_is_read_again(
    app: FeedApp, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = store.assemble

    def told_meanwhile(*args: Any) -> Any:
        content = real(*args)
        app.store.cache.on_events("feeds:1", [])
        return content

    monkeypatch.setattr(store, "assemble", told_meanwhile)
    ask(app, url)
    document = FeedDocument.objects.get()
    assert app.store.ready(document.pk) is None
    monkeypatch.setattr(store, "assemble", real)
    ask(app, url)
    assert app.store.ready(document.pk) is not None


def test_readers_at_once_cost_one_look_at_the_database(
    app: FeedApp, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = []
    real = store.assemble

    def slow(document_id: int, *args: Any) -> Any:
        looks.append(document_id)
        time.sleep(0.1)
        return real(document_id, *args)

    monkeypatch.setattr(store, "assemble", slow)

    async def many() -> list[Answer]:
        return await asyncio.gather(*(answer(app, url, "GET", []) for _ in range(30)))

    statuses = [got.status for got in asyncio.run(many())]
    assert statuses == [200] * 30
    assert len(looks) == 1


def test_without_a_database_the_last_is_served_and_else_503(
    app: FeedApp, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: Any) -> Any:
        raise OperationalError("gone")

    monkeypatch.setattr(store, "assemble", broken)
    got = ask(app, url)
    assert got.status == 503
    assert int(got.headers["retry-after"]) > 0
    monkeypatch.undo()
    first = ask(app, url)
    monkeypatch.setattr(store, "assemble", broken)
    app.store.cache.on_events("feeds:1", [])
    assert ask(app, url).body == first.body


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [b"if-none-match", b"if-modified-since", b"accept-encoding", b"range", b"host"]
            ),
            st.binary(max_size=80),
        ),
        max_size=6,
    )
)
def test_no_request_header_makes_an_error(
    app: FeedApp, url: str, headers: list[tuple[bytes, bytes]]
) -> None:
    got = asyncio.run(answer(app, url, "GET", headers))
    assert got.status in {200, 304}


def test_a_fetch_is_noted_after_a_while(
    app: FeedApp, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "NOTE_AFTER_SECONDS", 0.01)

    async def fetch() -> None:
        await answer(app, url, "GET", [])
        await asyncio.sleep(0.1)

    asyncio.run(fetch())
    assert until(lambda: Feed.objects.get().last_fetched_at == at(16, 8))


def test_a_process_keeps_no_more_bytes_than_allowed(
    app: FeedApp,
    operator: User,
    schools: list[School],
    book: Callable[..., Booking],
    room: Resource,
) -> None:
    book([room], at(18, 9))
    paths = [
        path(services.create_feed(actor=operator, scope="school", target=school.pk)[1])
        for school in schools
    ]
    app.store.cache._most_bytes = 5000
    bodies = {ask(app, where).body for where in paths}
    assert len(bodies) == len(schools)
    assert len(app.store.cache._contents) < len(schools)
    assert {ask(app, where).body for where in paths} == bodies
