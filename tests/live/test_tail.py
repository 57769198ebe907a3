from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence

import pytest
from django.db import transaction

from vcs.live import append
from vcs.live.frames import LiveEvent
from vcs.live.models import StreamState
from vcs.live.tail import listen, tail


def commit(stream: str) -> None:
    with transaction.atomic():
        append(stream, "a", {})


class Heard:
    """A listener that remembers."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, list[int]]] = []
        self.changed = threading.Condition()

    def __call__(self, stream: str, events: Sequence[LiveEvent]) -> None:
        with self.changed:
            self.calls.append((stream, [event.seq for event in events]))
            self.changed.notify_all()

    def numbers(self, stream: str) -> list[int]:
        return [seq for name, numbers in self.calls for seq in numbers if name == stream]

    def wait(self, condition: Callable[[], bool], seconds: float = 5) -> None:
        with self.changed:
            assert self.changed.wait_for(condition, seconds), self.calls


@pytest.fixture
def heard() -> Heard:
    """A listener not yet registered."""
    return Heard()


@pytest.fixture
def listening(heard: Heard) -> Iterator[Heard]:
    """A listener to all calendars, past its first call."""
    stop = listen("calendar:", heard)
    heard.wait(lambda: bool(heard.calls))
    yield heard
    stop()


def test_listener_is_first_told_to_start_afresh(listening: Heard) -> None:
    assert listening.calls == [("calendar:", [])]


def test_listener_hears_every_stream_of_its_prefix(listening: Heard) -> None:
    commit("calendar:1")
    commit("occurrence:9")
    commit("calendar:2")
    commit("calendar:1")
    listening.wait(lambda: len(listening.numbers("calendar:1")) == 2)
    listening.wait(lambda: listening.numbers("calendar:2") == [1])
    assert listening.numbers("calendar:1") == [1, 2]
    assert listening.numbers("occurrence:9") == []


def test_listener_is_not_told_what_was_before(heard: Heard) -> None:
    commit("calendar:1")
    stop = listen("calendar:", heard)
    heard.wait(lambda: bool(heard.calls))
    commit("calendar:1")
    heard.wait(lambda: heard.numbers("calendar:1") == [2])
    stop()


def test_follower_is_told_what_comes_after_the_number_it_got(heard: Heard) -> None:
    commit("calendar:1")
    assert tail.follow("calendar:1", heard) == 1
    commit("calendar:1")
    heard.wait(lambda: heard.numbers("calendar:1") == [2])
    tail.unfollow("calendar:1", heard)
    commit("calendar:1")
    time.sleep(0.2)
    assert heard.numbers("calendar:1") == [2]


def test_change_is_heard_within_a_moment(listening: Heard) -> None:
    begun = time.monotonic()
    commit("calendar:1")
    listening.wait(lambda: bool(listening.numbers("calendar:1")))
    assert time.monotonic() - begun < 0.5


def test_fault_of_one_listener_costs_the_other_nothing(heard: Heard) -> None:
    def broken(_stream: str, events: Sequence[LiveEvent]) -> None:
        raise RuntimeError("a bug")

    stop_broken, stop = listen("calendar:", broken), listen("calendar:", heard)
    heard.wait(lambda: bool(heard.calls))
    commit("calendar:1")
    heard.wait(lambda: heard.numbers("calendar:1") == [1])
    stop()
    stop_broken()


def test_numbers_that_went_back_are_a_start_afresh(listening: Heard) -> None:
    commit("calendar:1")
    commit("calendar:1")
    listening.wait(lambda: listening.numbers("calendar:1") == [1, 2])
    StreamState.objects.filter(pk="calendar:1").update(seq=1)
    listening.wait(lambda: ("calendar:1", []) in listening.calls)


def test_tail_stopped_and_started_tells_its_listeners_to_start_afresh(listening: Heard) -> None:
    tail.stop()
    commit("calendar:1")
    stop = listen("occurrence:", Heard())
    listening.wait(lambda: listening.calls == [("calendar:", []), ("calendar:", [])])
    stop()


def test_listener_that_left_is_told_no_more(listening: Heard) -> None:
    stop = listen("calendar:1", leaving := Heard())
    leaving.wait(lambda: bool(leaving.calls))
    stop()
    commit("calendar:1")
    listening.wait(lambda: listening.numbers("calendar:1") == [1])
    assert leaving.numbers("calendar:1") == []
