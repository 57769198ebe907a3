from datetime import timedelta

import pytest
from django.db import transaction
from django.db.transaction import TransactionManagementError

from vcs.core import clock
from vcs.outbox import Draft, enqueue, enqueue_many, publish, subscribe
from vcs.outbox.models import OutboxMessage, State


@pytest.mark.django_db(transaction=True)
def test_message_outside_a_transaction_is_refused() -> None:
    with pytest.raises(TransactionManagementError):
        enqueue("a", {})


@pytest.mark.django_db(transaction=True)
def test_message_of_a_transaction_rolled_back_is_gone() -> None:
    with transaction.atomic():
        enqueue("a", {})
        transaction.set_rollback(True)
    assert not OutboxMessage.objects.exists()


@pytest.mark.django_db
def test_message_is_due_at_once_unless_said_otherwise(at_start: clock.Frozen) -> None:
    later = at_start.at + timedelta(hours=2)
    now_id, later_id = enqueue("a", {"n": 1}), enqueue("a", {}, run_at=later)
    now_row, later_row = OutboxMessage.objects.in_bulk([now_id, later_id]).values()
    assert (now_row.run_at, now_row.state, now_row.payload) == (
        at_start.at,
        State.PENDING,
        {"n": 1},
    )
    assert later_row.run_at == later


@pytest.mark.django_db
def test_known_key_writes_nothing_and_gives_the_first_id() -> None:
    first = enqueue("a", {"n": 1}, key="invitation:7")
    assert enqueue("a", {"n": 2}, key="invitation:7") == first
    assert OutboxMessage.objects.get().payload == {"n": 1}


@pytest.mark.django_db
def test_known_key_of_a_message_already_sent_stays_sent() -> None:
    first = enqueue("a", {}, key="k")
    OutboxMessage.objects.filter(pk=first).update(state=State.SENT, attempts=1)
    assert enqueue("a", {}, key="k") == first
    assert OutboxMessage.objects.get().state == State.SENT


@pytest.mark.django_db
def test_ids_of_many_come_in_the_order_of_their_drafts() -> None:
    known = enqueue("a", {}, key="known")
    ids = enqueue_many(
        "a", [Draft({"n": 0}), Draft({}, "known"), Draft({"n": 2}, "new"), Draft({}, "new")]
    )
    assert ids[1] == known
    assert ids[2] == ids[3]
    payloads = {row.pk: row.payload for row in OutboxMessage.objects.all()}
    assert [payloads[ids[0]], payloads[ids[2]]] == [{"n": 0}, {"n": 2}]


@pytest.mark.django_db
def test_many_are_written_in_two_queries(django_assert_num_queries, settings) -> None:  # type: ignore[no-untyped-def]
    settings.VCS_REDIS_URL = ""
    with django_assert_num_queries(2, exact=False):
        enqueue_many("a", [Draft({"school": number}) for number in range(80)])


@pytest.mark.django_db
def test_topic_gives_each_subscriber_a_message_of_its_own() -> None:
    subscribe("booking.approved", "mail.invite")
    subscribe("booking.approved", "feed.rebuild")
    publish("booking.approved", {"booking": 7})
    rows = OutboxMessage.objects.order_by("id").values_list("kind", "payload")
    assert list(rows) == [("mail.invite", {"booking": 7}), ("feed.rebuild", {"booking": 7})]


@pytest.mark.django_db
def test_topic_nobody_listens_to_writes_nothing() -> None:
    assert publish("booking.approved", {}) == []
