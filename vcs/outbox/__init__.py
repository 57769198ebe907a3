"""Effects on the outside world: a row in the transaction of its cause, delivered afterwards.

    enqueue("mail.send", {"to": address}, key=f"invitation:{pk}")   # inside a transaction
    publish("booking.approved", {"booking": pk})                    # one message per subscriber

    @handler("mail.send")
    def send(message: Message) -> None: ...                         # idempotent: may run twice

Importing this package touches no model, so an `AppConfig.ready()` or a model may import it.
"""

from collections.abc import Iterable
from datetime import datetime

from vcs.outbox.messages import Dead, Draft, Message, Payload, Retry
from vcs.outbox.registry import handler, periodic, subscribe

__all__ = [
    "Dead",
    "Draft",
    "Message",
    "Payload",
    "Retry",
    "enqueue",
    "enqueue_many",
    "handler",
    "periodic",
    "publish",
    "subscribe",
]


def enqueue(
    kind: str, payload: Payload, *, key: str | None = None, run_at: datetime | None = None
) -> int:
    """Write one message into the running transaction; a known key writes none and gives its id."""
    return enqueue_many(kind, [Draft(payload, key, run_at)])[0]


def enqueue_many(kind: str, drafts: Iterable[Draft]) -> list[int]:
    """Write many messages of a kind in one statement; ids in the order of the drafts."""
    from vcs.outbox import services

    return services.write_messages(kind, list(drafts))


def publish(topic: str, payload: Payload) -> list[int]:
    """Write one message for each kind subscribed to the topic; none if nobody subscribed."""
    from vcs.outbox import registry, services

    return services.write_to_all(registry.subscriptions.get(topic, []), payload)
