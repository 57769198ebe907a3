from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from threading import Barrier

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.utils import ConnectionHandler

from vcs.core import transactions
from vcs.core.errors import Busy, Conflict
from vcs.core.transactions import is_passing, participating, use_case

LAST = "SELECT n FROM core_scratch"


@pytest.fixture
def rows(transactional_db: None) -> Iterator[Callable[[], list[int]]]:
    """A table of one column of whole numbers, and what it holds."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE core_scratch (n integer PRIMARY KEY)")
    yield lambda: [n for (n,) in ask("SELECT n FROM core_scratch ORDER BY n")]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE core_scratch")


def ask(sql: str) -> list[tuple[int]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())


def tell(sql: str, *values: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def insert(n: int) -> None:
    tell("INSERT INTO core_scratch VALUES (%s)", n)


def deadlock() -> OperationalError:
    """What psycopg raises as Django passes it on."""
    cause = Exception("deadlock detected")
    cause.sqlstate = "40P01"  # type: ignore[attr-defined]
    error = OperationalError("deadlock detected")
    error.__cause__ = cause
    return error


class Witness:
    """A participant that writes a row before and one after, and remembers what it saw."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.calls: list[object] = []

    def begin(self) -> None:
        insert(self.first)
        self.calls.append("begin")

    def finish(self, result: object) -> None:
        insert(self.first + 1)
        self.calls.append(result)


def test_use_case_commits_and_returns(rows: Callable[[], list[int]]) -> None:
    @use_case
    def book(*, n: int) -> str:
        insert(n)
        return "booked"

    assert book(n=7) == "booked"
    assert rows() == [7]
    assert connection.get_autocommit()


def test_use_case_that_refuses_writes_nothing(rows: Callable[[], list[int]]) -> None:
    @use_case
    def book() -> None:
        insert(1)
        raise Conflict

    with pytest.raises(Conflict):
        book()
    assert rows() == []


def test_use_case_may_not_call_another(rows: Callable[[], list[int]]) -> None:
    @use_case
    def inner() -> None:
        insert(2)

    @use_case
    def outer() -> None:
        insert(1)
        inner()

    with pytest.raises(RuntimeError, match="durable"):
        outer()
    assert rows() == []


@pytest.mark.django_db
def test_use_case_runs_inside_the_rollback_of_a_test() -> None:
    @use_case
    def read() -> list[tuple[int]]:
        return ask("SELECT 1")

    assert read() == [(1,)]


@pytest.mark.parametrize(
    "error",
    [
        deadlock(),
        OperationalError("database is locked"),
        OperationalError("database table is locked: rooms_hold"),
    ],
    ids=str,
)
def test_passing_refusal_of_the_database_is_tried_again(
    rows: Callable[[], list[int]], error: OperationalError
) -> None:
    attempts: list[int] = []

    @use_case
    def book() -> str:
        attempts.append(1)
        insert(1)
        if len(attempts) < 3:
            raise error
        return "booked"

    assert book() == "booked"
    assert len(attempts) == 3
    assert rows() == [1]


def test_tries_are_bounded_and_end_in_busy(
    rows: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "LONGEST_PAUSE_SECONDS", 0.001)
    attempts: list[int] = []

    @use_case
    def book() -> None:
        attempts.append(1)
        insert(1)
        raise deadlock()

    with pytest.raises(Busy):
        book()
    assert len(attempts) == transactions.ATTEMPTS
    assert rows() == []


def test_tries_end_at_the_deadline(
    rows: Callable[[], list[int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transactions, "DEADLINE_SECONDS", 0.0)
    attempts: list[int] = []

    @use_case
    def book() -> None:
        attempts.append(1)
        raise deadlock()

    with pytest.raises(Busy):
        book()
    assert len(attempts) == 1


@pytest.mark.parametrize("error", [OperationalError("disk I/O error"), IntegrityError("23P01")])
def test_lasting_refusal_of_the_database_is_not_tried_again(
    rows: Callable[[], list[int]], error: Exception
) -> None:
    attempts: list[int] = []

    @use_case
    def book() -> None:
        attempts.append(1)
        raise error

    with pytest.raises(type(error)):
        book()
    assert len(attempts) == 1


def test_error_after_the_commit_does_not_run_it_twice(rows: Callable[[], list[int]]) -> None:
    def hook() -> None:
        raise OperationalError("database is locked")

    @use_case
    def book() -> None:
        insert(1)
        transaction.on_commit(hook)

    with pytest.raises(OperationalError):
        book()
    assert rows() == [1]


def test_participants_write_in_the_same_transaction(rows: Callable[[], list[int]]) -> None:
    outer, inner = Witness(10), Witness(20)

    @use_case
    def book() -> str:
        insert(1)
        return "booked"

    with participating(outer), participating(inner):
        book()

    assert rows() == [1, 10, 11, 20, 21]
    assert outer.calls == inner.calls == ["begin", "booked"]


def test_participant_is_rolled_back_with_the_use_case_and_begins_again(
    rows: Callable[[], list[int]],
) -> None:
    witness = Witness(10)

    @use_case
    def book() -> str:
        if len(witness.calls) == 1:
            raise deadlock()
        return "booked"

    with participating(witness):
        book()

    assert witness.calls == ["begin", "begin", "booked"]
    assert rows() == [10, 11]


def test_participant_that_refuses_stops_the_use_case(rows: Callable[[], list[int]]) -> None:
    class Replay(Witness):
        def begin(self) -> None:
            raise Conflict

    @use_case
    def book() -> None:
        insert(1)

    with pytest.raises(Conflict), participating(Replay(10)):
        book()
    assert rows() == []


def test_participants_leave_with_their_block(rows: Callable[[], list[int]]) -> None:
    witness = Witness(10)

    @use_case
    def book() -> None:
        insert(1)

    with participating(witness):
        pass
    book()

    assert rows() == [1]
    assert witness.calls == []


def test_use_case_keeps_its_name_and_signature() -> None:
    def book(*, n: int) -> int:
        """Book it."""
        return n

    assert use_case(book).__name__ == "book"
    assert use_case(book).__doc__ == "Book it."


@pytest.mark.django_db
def test_locked_file_is_known_as_a_passing_refusal(tmp_path: Path) -> None:
    database = {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": tmp_path / "locked.sqlite3",
        "OPTIONS": {"timeout": 0},
    }
    holder, waiter = (ConnectionHandler({"default": database})["default"] for _ in range(2))
    holder.cursor().execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError) as error:
        waiter.cursor().execute("BEGIN IMMEDIATE")

    assert is_passing(error.value)
    holder.close()
    waiter.close()


def in_threads(calls: list[Callable[[], None]]) -> None:
    def run(call: Callable[[], None]) -> None:
        try:
            call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        for done in [pool.submit(run, call) for call in calls]:
            done.result(timeout=60)


@pytest.mark.concurrency
def test_use_cases_that_lock_in_opposite_order_all_succeed(
    rows: Callable[[], list[int]],
) -> None:
    insert(1)
    insert(2)
    # SQLite never lets two in, so there nobody may wait for the other.
    both_hold_one = Barrier(2 if connection.vendor == "postgresql" else 1)
    attempts: list[int] = []

    @use_case
    def touch(first: int, second: int) -> None:
        attempts.append(first)
        tell("UPDATE core_scratch SET n = n WHERE n = %s", first)
        if attempts.count(first) == 1:
            both_hold_one.wait(timeout=20)
        tell("UPDATE core_scratch SET n = n WHERE n = %s", second)

    in_threads([partial(touch, 1, 2), partial(touch, 2, 1)])

    # Who was sent back may meet the other once more before the other is done.
    tried_again = len(attempts) - 2
    assert tried_again >= 1 if connection.vendor == "postgresql" else tried_again == 0


@pytest.mark.concurrency
def test_many_writers_at_once_lose_nothing(rows: Callable[[], list[int]]) -> None:
    insert(0)

    @use_case
    def count_up() -> None:
        (last,) = ask(f"{LAST} FOR UPDATE" if locks else LAST)[0]
        tell("UPDATE core_scratch SET n = %s", last + 1)

    def many() -> None:
        for _ in range(20):
            count_up()

    locks = connection.features.has_select_for_update
    in_threads([many] * 8)

    assert rows() == [160]
