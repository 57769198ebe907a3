"""The addresses as a browser and a program open them: origin, cookie, token, office."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from rooms.models import Booking, Occurrence
from tests.live.conftest import Socket
from vcs.core import clock
from vcs.directory.models import Office, User
from vcs.directory.tokens import create_token
from vcs.live import streams
from vcs.live.pool import pool

CALENDAR = "/ws/calendar"
Dial = Callable[..., Awaitable[Socket]]


@pytest.fixture
async def dial() -> AsyncIterator[Dial]:
    """Opens one of the service's addresses; closes it in the end."""
    from vcs.routing import application

    sockets: list[Socket] = []

    async def open_one(path: str, **headers: str) -> Socket:
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        sockets.append(Socket(application, path, raw))
        return sockets[-1]

    yield open_one
    for socket in sockets:
        await socket.raw.disconnect()


@pytest.fixture
def token(clerk: User) -> str:
    """A program's key."""
    return create_token(user=clerk, name="test")


@pytest.fixture
def cookie(clerk: User, client: Client) -> str:
    """What the browser of a signed-in person sends."""
    client.force_login(clerk)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


async def first_frame(socket: Socket) -> dict[str, Any]:
    assert await socket.open()
    return await socket.next()


async def test_browser_is_known_by_its_session(dial: Dial, cookie: str, office: Office) -> None:
    socket = await dial(CALENDAR, cookie=cookie, origin="http://testserver")
    assert (await first_frame(socket))["stream"] == streams.calendar(office.pk)


async def test_program_is_known_by_its_token(dial: Dial, token: str, office: Office) -> None:
    socket = await dial(CALENDAR, authorization=f"Bearer {token}")
    assert (await first_frame(socket))["stream"] == streams.calendar(office.pk)


async def test_foreign_origin_is_refused_before_the_handshake(dial: Dial, cookie: str) -> None:
    socket = await dial(CALENDAR, cookie=cookie, origin="https://evil.example.org")
    assert not await socket.open()


async def test_origin_null_is_refused(dial: Dial, cookie: str) -> None:
    socket = await dial(CALENDAR, cookie=cookie, origin="null")
    assert not await socket.open()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer nonsense"},
        {"authorization": "Basic Zm9vOmJhcg=="},
        {"cookie": "sessionid=nonsense"},
    ],
)
async def test_nobody_is_closed_with_signed_out(dial: Dial, headers: dict[str, str]) -> None:
    assert await first_frame(await dial(CALENDAR, **headers)) == {"close": 4401}


async def test_session_of_a_deactivated_person_is_worth_nothing(
    dial: Dial, cookie: str, clerk: User
) -> None:
    clerk.is_active = False
    await pool.run(clerk.save)
    assert await first_frame(await dial(CALENDAR, cookie=cookie)) == {"close": 4401}


async def test_calendar_of_another_office_is_not_allowed(
    dial: Dial, token: str, other_office: Office
) -> None:
    path = f"{CALENDAR}?office={other_office.pk}"
    socket = await dial(path, authorization=f"Bearer {token}")
    assert await first_frame(socket) == {"close": 4403}


async def test_person_above_the_offices_may_watch_any(
    dial: Dial, make_user: Callable[..., User], office: Office
) -> None:
    above = await pool.run(make_user, None, "obec")
    secret = await pool.run(create_token, user=above, name="test")
    header = f"Bearer {secret}"
    named = await dial(f"{CALENDAR}?office={office.pk}", authorization=header)
    assert (await first_frame(named))["type"] == "hello"
    unnamed = await dial(CALENDAR, authorization=header)
    assert await first_frame(unnamed) == {"close": 4403}


def occurrence_of(requester: User) -> Occurrence:
    now = clock.now()
    booking = Booking.objects.create(
        office=requester.office,
        number="VC-2569-0001",
        uid="8f0d8c53-6a43-4c8f-9a2e-1f0c6f6f0001",
        title="ประชุม",
        status=Booking.Status.APPROVED,
        requester=requester,
        timezone="Asia/Bangkok",
        local_date=now.date(),
        local_time=now.time(),
        duration=now - now,
        created_at=now,
        updated_at=now,
    )
    return Occurrence.objects.create(
        booking=booking,
        office=booking.office,
        recurrence_start=now,
        starts_at=now,
        ends_at=now.replace(year=now.year + 1),
        status=Occurrence.Status.CONFIRMED,
        updated_at=now,
    )


async def test_requester_watches_their_own_occurrence_and_colleagues_do_not(
    dial: Dial, clerk: User, token: str, make_user: Callable[..., User], office: Office
) -> None:
    occurrence = await pool.run(occurrence_of, clerk)
    path = f"/ws/occurrences/{occurrence.pk}"
    own = await dial(path, authorization=f"Bearer {token}")
    assert (await first_frame(own))["stream"] == streams.occurrence(occurrence.pk)
    colleague = await pool.run(make_user, office, "colleague")
    secret = await pool.run(create_token, user=colleague, name="test")
    other = await dial(path, authorization=f"Bearer {secret}")
    assert await first_frame(other) == {"close": 4403}


async def test_occurrence_that_does_not_exist_is_not_allowed(dial: Dial, token: str) -> None:
    socket = await dial("/ws/occurrences/999999", authorization=f"Bearer {token}")
    assert await first_frame(socket) == {"close": 4403}


async def test_address_that_does_not_exist_is_refused(dial: Dial, token: str) -> None:
    socket = await dial("/ws/nowhere", authorization=f"Bearer {token}")
    assert not await socket.open()
