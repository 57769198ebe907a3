from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.live import append, queries, services, tasks
from vcs.live.models import Event, StreamState


def commit(stream: str, name: str = "a") -> int:
    with transaction.atomic():
        return append(stream, name, {"title": "ประชุม"})


def test_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        append("calendar:1", "a", {})


def test_numbers_of_each_stream_count_from_one() -> None:
    assert [commit("calendar:1"), commit("calendar:1"), commit("calendar:2")] == [1, 2, 1]


def test_event_reads_as_it_was_written() -> None:
    commit("calendar:1", "booking.approved")
    [event] = queries.events_after("calendar:1", 0, limit=10)
    assert (event.seq, event.name, event.data) == (1, "booking.approved", {"title": "ประชุม"})


def test_number_of_a_transaction_rolled_back_is_given_again() -> None:
    with transaction.atomic():
        append("calendar:1", "a", {})
        transaction.set_rollback(True)
    assert commit("calendar:1") == 1
    assert Event.objects.count() == 1


@pytest.mark.concurrency
def test_numbers_given_out_at_once_have_no_gap() -> None:
    def write(_: int) -> list[int]:
        try:
            return [services_commit() for _ in range(25)]
        finally:
            connections.close_all()

    from vcs.core.transactions import use_case

    services_commit = use_case(lambda: append("calendar:1", "a", {}))
    with ThreadPoolExecutor(4) as pool:
        numbers = [number for part in pool.map(write, range(4)) for number in part]
    assert sorted(numbers) == list(range(1, 101))
    assert queries.last_number("calendar:1") == 100


def test_pruned_events_leave_the_count_as_it_was() -> None:
    with clock.freeze(clock.now() - tasks.KEEP_EVENTS - timedelta(hours=1)):
        commit("calendar:1")
    commit("calendar:1")
    tasks.prune()
    assert [event.seq for event in queries.events_after("calendar:1", 0, 10)] == [2]
    assert commit("calendar:1") == 3


def test_tables_named_in_sql_are_those_of_the_models() -> None:
    for model in (StreamState, Event):
        assert model._meta.db_table in services.NEXT_NUMBER + services.APPEND_AND_NOTIFY


def test_appending_takes_at_most_two_queries(
    django_assert_max_num_queries,
) -> None:  # type: ignore[no-untyped-def]
    with transaction.atomic():
        append("calendar:1", "a", {})
    expected = 1 if connection.vendor == "postgresql" else 2
    with transaction.atomic(), django_assert_max_num_queries(expected):
        append("calendar:1", "a", {})
