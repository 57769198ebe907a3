"""One transaction per use case: opened here, retried here, and nowhere else.

A service function that writes is decorated with `use_case`. It must not call another one (Django
refuses the nested durable block): what two services share is an undecorated inner function.
"""

import fcntl
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial, wraps
from pathlib import Path
from typing import ParamSpec, Protocol, TypeVar

from django.db import OperationalError, connection, transaction

from vcs.core.errors import Busy

P = ParamSpec("P")
R = TypeVar("R")

ATTEMPTS = 8
DEADLINE_SECONDS = 25.0
WRITER_WAIT_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.005
LONGEST_PAUSE_SECONDS = 0.25
TURN_POLL_SECONDS = 0.001
# serialization_failure, deadlock_detected, lock_not_available
PASSING_SQLSTATES = frozenset({"40001", "40P01", "55P03"})
PASSING_SQLITE = ("database is locked", "database table is locked", "database schema is locked")


class Participant(Protocol):
    """Somebody who must write in the same transaction as the use case, such as idempotency.

    Both are called again for each attempt, after everything of the attempt before was rolled
    back. Either may raise: the use case is then rolled back whole and the exception goes up.
    """

    def begin(self) -> None:
        """Called inside the transaction, before the use case."""

    def finish(self, result: object) -> None:
        """Called inside the transaction, with what the use case returned."""


_participants: ContextVar[tuple[Participant, ...]] = ContextVar("participants", default=())
# SQLite has one writer. Waiting here wakes at once; its own busy handler sleeps and polls.
_writer = threading.RLock()


@contextmanager
def participating(participant: Participant) -> Iterator[None]:
    """Join each use case called inside the block; later ones begin later and finish earlier."""
    token = _participants.set((*_participants.get(), participant))
    try:
        yield
    finally:
        _participants.reset(token)


def use_case(function: Callable[P, R]) -> Callable[P, R]:
    """Run the function in one durable transaction, all or nothing, within bounded time.

    What the database calls passing (deadlock, serialization, a locked file) is tried again a
    bounded number of times with jitter, then is Busy. The function must therefore have no effect
    outside the database.
    """

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        return _persist(partial(function, *args, **kwargs))

    return wrapper


def _persist(work: Callable[[], R]) -> R:
    give_up_at = time.monotonic() + DEADLINE_SECONDS
    for attempt in range(ATTEMPTS):
        committed: list[bool] = []
        try:
            return _once(work, committed)
        except OperationalError as error:
            # An error from an on_commit hook comes after the fact: running again would do it twice.
            if committed or not is_passing(error):
                raise
            if attempt + 1 == ATTEMPTS or time.monotonic() >= give_up_at:
                raise Busy from error
        time.sleep(_pause(attempt))
    raise AssertionError("unreachable: the last attempt returns or raises")


def _once(work: Callable[[], R], committed: list[bool]) -> R:
    with _only_writer(), transaction.atomic(durable=True):
        transaction.on_commit(partial(committed.append, True))
        participants = _participants.get()
        for participant in participants:
            participant.begin()
        result = work()
        for participant in reversed(participants):
            participant.finish(result)
        return result


@contextmanager
def _only_writer() -> Iterator[None]:
    if connection.vendor != "sqlite":
        yield
        return
    give_up_at = time.monotonic() + WRITER_WAIT_SECONDS
    if not _writer.acquire(timeout=WRITER_WAIT_SECONDS):
        raise Busy
    try:
        with _only_process(give_up_at):
            yield
    finally:
        _writer.release()


@contextmanager
def _only_process(give_up_at: float) -> Iterator[None]:
    """Among processes a file beside the database says whose turn it is.

    SQLite's own busy handler sleeps longer and longer, up to 100 ms, so that whoever waited
    longest is the last to look. The kernel gives the lock back when its holder dies.
    """
    path = _turn_path()
    if path is None or connection.in_atomic_block:
        yield
        return
    with path.open("ab") as turn:
        while not _taken(turn.fileno()):
            if time.monotonic() >= give_up_at:
                raise Busy
            time.sleep(TURN_POLL_SECONDS)
        yield


def _turn_path() -> Path | None:
    name = str(connection.settings_dict["NAME"])
    in_memory = ":memory:" in name or "mode=memory" in name
    return None if in_memory else Path(f"{name}-turn")


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_passing(error: OperationalError) -> bool:
    """Whether the database refused only because of what others were doing at that moment."""
    state = getattr(error.__cause__, "sqlstate", None)
    return state in PASSING_SQLSTATES or any(sign in str(error) for sign in PASSING_SQLITE)


def _pause(attempt: int) -> float:
    longest = min(LONGEST_PAUSE_SECONDS, FIRST_PAUSE_SECONDS * 2**attempt)
    return random.uniform(longest / 2, longest)  # noqa: S311 - jitter, not a secret
