from __future__ import annotations

import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from tests.live.conftest import STREAM, Open, Opened
from vcs.core import clock
from vcs.live import consumers, tasks
from vcs.live.consumers import WINDOW
from vcs.live.hub import hub
from vcs.live.pool import pool

Happen = Callable[..., Awaitable[int]]


async def test_hello_names_the_stream_and_its_last_number(opened: Opened, happen: Happen) -> None:
    await happen(3)
    assert await (await opened()).next() == {"type": "hello", "stream": STREAM, "seq": 3}


async def test_event_reaches_everybody_on_its_stream_once(opened: Opened, happen: Happen) -> None:
    sockets = [await opened(pk) for pk in (1, 2, 2, 3)]
    for socket in sockets:
        await socket.next()
    await happen(2)
    await happen(1, stream="calendar:2")
    for socket in sockets:
        assert await socket.numbers(2) == [1, 2]
        assert await socket.silent()


async def test_stranger_is_closed_with_signed_out(opened: Opened) -> None:
    assert await (await opened(None)).next() == {"close": 4401}


async def test_person_not_allowed_is_closed_with_not_allowed(opened: Opened) -> None:
    assert await (await opened(9)).next() == {"close": 4403}


async def test_permission_taken_away_holds_from_the_next_event(
    opened: Opened, happen: Happen
) -> None:
    staying, leaving = await opened(1), await opened(2)
    await staying.next()
    await leaving.next()
    Open.allowed = {1}
    await happen()
    assert await leaving.next() == {"close": 4403}
    assert await staying.numbers(1) == [1]


async def test_resume_replays_what_was_missed_in_order(opened: Opened, happen: Happen) -> None:
    await happen(5)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=2)
    assert await socket.numbers(3) == [3, 4, 5]
    await happen()
    assert await socket.numbers(1) == [6]


async def test_resume_from_the_last_number_replays_nothing(opened: Opened, happen: Happen) -> None:
    await happen(2)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=2)
    assert await socket.silent()
    await happen()
    assert await socket.numbers(1) == [3]


async def test_resume_beyond_the_last_number_is_a_reset(opened: Opened, happen: Happen) -> None:
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=7)
    assert await socket.next() == {"type": "reset"}
    await happen()
    assert await socket.numbers(1) == [1]


async def test_resume_from_before_what_is_kept_is_a_reset(opened: Opened, happen: Happen) -> None:
    with clock.freeze(clock.now() - tasks.KEEP_EVENTS - timedelta(hours=1)):
        await happen(2)
    await happen()
    await pool.run(tasks.prune)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=0)
    assert await socket.next() == {"type": "reset"}


async def test_resume_from_too_long_ago_is_a_reset(
    opened: Opened, happen: Happen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "LONGEST_REPLAY", 3)
    await happen(5)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=1)
    assert await socket.next() == {"type": "reset"}


async def test_long_replay_waits_for_acknowledgements(opened: Opened, happen: Happen) -> None:
    await happen(WINDOW + 10)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=0)
    assert await socket.numbers(WINDOW) == list(range(1, WINDOW + 1))
    assert await socket.silent()
    await happen()
    await socket.say(type="ack", seq=WINDOW)
    assert await socket.numbers(11) == list(range(WINDOW + 1, WINDOW + 12))


async def test_client_that_acknowledges_nothing_is_closed_as_too_slow(
    opened: Opened, happen: Happen
) -> None:
    socket = await opened()
    await socket.next()
    await happen(WINDOW + 1)
    assert await socket.numbers(WINDOW) == list(range(1, WINDOW + 1))
    assert await socket.next() == {"close": 4408}


async def test_client_that_acknowledges_stays(opened: Opened, happen: Happen) -> None:
    socket = await opened()
    await socket.next()
    for round_ in range(3):
        await happen(WINDOW // 2)
        numbers = await socket.numbers(WINDOW // 2)
        assert numbers[-1] == (round_ + 1) * WINDOW // 2
        await socket.say(type="ack", seq=numbers[-1])


async def test_acknowledging_what_was_never_sent_opens_no_window(
    opened: Opened, happen: Happen
) -> None:
    socket = await opened()
    await socket.next()
    await socket.say(type="ack", seq=10_000)
    await happen(WINDOW + 1)
    await socket.numbers(WINDOW)
    assert await socket.next() == {"close": 4408}


async def test_replay_that_stalls_is_closed_when_looked_at(
    opened: Opened, happen: Happen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "STALLED_SECONDS", 0)
    await happen(WINDOW + 1)
    socket = await opened()
    await socket.next()
    await socket.say(type="resume", seq=0)
    await socket.numbers(WINDOW)
    time.sleep(0.01)
    [watcher] = hub().watchers()
    await watcher.check()
    assert await socket.next() == {"close": 4408}


async def test_person_who_signed_out_is_closed_when_looked_at(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(consumers, "IDENTIFY_AGAIN_SECONDS", 0)
    socket = await opened()
    await socket.next()
    [watcher] = hub().watchers()
    await watcher.check()
    assert await socket.silent()
    watcher.scope["identify"] = lambda: None  # type: ignore[attr-defined]
    time.sleep(0.01)
    await watcher.check()
    assert await socket.next() == {"close": 4401}


@pytest.mark.parametrize("text", ["{", "[]", '{"type":"ack"}', '{"type":"resume","seq":"1"}'])
async def test_frame_that_cannot_be_read_closes_the_socket(opened: Opened, text: str) -> None:
    socket = await opened()
    await socket.next()
    await socket.raw.send_to(text_data=text)
    assert await socket.next() == {"close": 4400}


async def test_frame_of_an_unknown_type_is_ignored(opened: Opened, happen: Happen) -> None:
    socket = await opened()
    await socket.next()
    await socket.say(type="wave")
    await happen()
    assert await socket.numbers(1) == [1]


async def test_closing_all_tells_everybody_that_the_service_goes_away(opened: Opened) -> None:
    sockets = [await opened(), await opened(2)]
    for socket in sockets:
        await socket.next()
    await hub().close_all(4012)
    for socket in sockets:
        assert await socket.next() == {"close": 4012}
    assert hub().channels == {}


async def test_last_socket_to_leave_ends_the_following(opened: Opened) -> None:
    socket = await opened()
    await socket.next()
    assert set(hub().channels) == {STREAM}
    await socket.raw.disconnect()
    assert hub().channels == {}
