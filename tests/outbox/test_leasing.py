from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from vcs.core import clock
from vcs.outbox import services
from vcs.outbox.messages import Claim, Outcome, Result
from vcs.outbox.models import OutboxMessage, State

LEASE = timedelta(seconds=30)
Put = Callable[..., list[int]]
Row = Callable[[int], OutboxMessage]


def claim(limit: int = 10, ids: list[int] | None = None) -> list[Claim]:
    return services.claim_messages(limit=limit, lease=LEASE, ids=ids)


def ids_of(claims: list[Claim]) -> list[int]:
    return [one.message.id for one in claims]


@pytest.mark.django_db
def test_oldest_due_messages_are_claimed_first(at_start: clock.Frozen, put: Put) -> None:
    late = put({"n": 1}, after=timedelta(seconds=2))
    early = put({"n": 2}, after=timedelta(seconds=1))
    put({"n": 3}, after=timedelta(hours=1))
    at_start.advance(timedelta(minutes=1))
    assert ids_of(claim()) == early + late


@pytest.mark.django_db
def test_claimed_message_carries_what_was_enqueued(at_start: clock.Frozen, put: Put) -> None:
    [pk] = put({"school": "บ้านทดสอบ"})
    message = claim()[0].message
    assert (message.id, message.payload, message.attempt) == (pk, {"school": "บ้านทดสอบ"}, 1)
    assert message.created_at == at_start.at


@pytest.mark.django_db
def test_leased_message_is_claimed_by_nobody_else(put: Put) -> None:
    put({})
    assert len(claim()) == 1
    assert claim() == []


@pytest.mark.django_db
def test_claim_of_named_rows_takes_no_others(put: Put) -> None:
    first, second = put({}, {})
    assert ids_of(claim(ids=[second])) == [second]
    assert claim(ids=[]) == []
    assert ids_of(claim()) == [first]


@pytest.mark.django_db
def test_sent_message_is_done(at_start: clock.Frozen, put: Put, row: Row) -> None:
    [pk] = put({})
    assert services.record_outcomes([Outcome(claim()[0], Result.SENT)]) == 1
    done = row(pk)
    assert (done.state, done.finished_at, done.lease_token) == (State.SENT, at_start.at, "")
    assert claim() == []


@pytest.mark.django_db
def test_outcome_of_a_lost_lease_records_nothing(
    at_start: clock.Frozen, put: Put, row: Row
) -> None:
    [pk] = put({})
    stale = claim()[0]
    at_start.advance(LEASE)
    assert services.release_expired() == 1
    fresh = claim()[0]
    for result in Result:
        assert services.record_outcomes([Outcome(stale, result, run_at=at_start.at)]) == 0
    assert row(pk).state == State.LEASED
    assert services.record_outcomes([Outcome(fresh, Result.SENT)]) == 1


@pytest.mark.django_db
def test_renewed_lease_outlives_its_first_end(at_start: clock.Frozen, put: Put) -> None:
    put({})
    claims = claim()
    at_start.advance(LEASE / 2)
    assert services.renew_leases(claims, LEASE) == 1
    at_start.advance(LEASE / 2)
    assert services.release_expired() == 0


@pytest.mark.django_db
def test_failure_is_due_again_at_its_time_with_its_error(
    at_start: clock.Frozen, put: Put, row: Row
) -> None:
    [pk] = put({})
    again = at_start.at + timedelta(minutes=5)
    services.record_outcomes([Outcome(claim()[0], Result.RETRY, "no route", run_at=again)])
    failed = row(pk)
    assert (failed.state, failed.run_at, failed.last_error) == (State.PENDING, again, "no route")
    assert claim() == []
    at_start.move_to(again)
    assert claim()[0].message.attempt == 2


@pytest.mark.django_db
def test_retry_that_was_asked_for_does_not_count(at_start: clock.Frozen, put: Put) -> None:
    put({})
    services.record_outcomes([Outcome(claim()[0], Result.RETRY, run_at=at_start.at, counts=False)])
    assert claim()[0].message.attempt == 1


@pytest.mark.django_db
def test_dead_letter_is_claimed_no_more_until_sent_again(put: Put, row: Row) -> None:
    [pk] = put({})
    services.record_outcomes([Outcome(claim()[0], Result.DEAD, "no such mailbox")])
    assert (row(pk).state, row(pk).last_error) == (State.DEAD, "no such mailbox")
    assert claim() == []
    assert services.send_again([pk]) == 1
    assert claim()[0].message.attempt == 1


@pytest.mark.django_db
def test_sending_again_leaves_what_is_not_dead_alone(put: Put, row: Row) -> None:
    [pk] = put({})
    claim()
    assert services.send_again([pk]) == 0
    assert row(pk).state == State.LEASED


@pytest.mark.django_db
def test_released_message_is_as_if_never_claimed(put: Put, row: Row) -> None:
    [pk] = put({})
    services.release_leases(claim())
    assert (row(pk).state, row(pk).attempts) == (State.PENDING, 0)


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_many_claiming_at_once_never_claim_the_same(put: Put) -> None:
    wanted = put(*({"n": number} for number in range(300)))
    ready = Barrier(6)

    def claim_all() -> list[int]:
        try:
            ready.wait()
            got: list[int] = []
            while claims := claim(limit=7):
                got += ids_of(claims)
            return got
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        taken = [pk for got in pool.map(lambda _: claim_all(), range(6)) for pk in got]
    assert sorted(taken) == sorted(wanted)
