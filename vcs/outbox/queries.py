"""What the outbox holds: for the worker's sleep, the admin, the health checks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, QuerySet

from vcs.core import clock
from vcs.outbox.models import OutboxMessage, State, WorkerBeat

# Literal states, or SQLite would not use the partial indexes.
NEXT_DUE = """
SELECT id, run_at FROM outbox_outboxmessage WHERE state = 'pending' ORDER BY run_at, id LIMIT 1
"""
NEXT_EXPIRY = """
SELECT id, lease_until FROM outbox_outboxmessage WHERE state = 'leased' ORDER BY lease_until LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much waits, how long the oldest due message has waited, how much was given up."""

    waiting: int
    dead: int
    oldest_due: datetime | None

    @property
    def delay(self) -> timedelta:
        """How late the oldest due message is."""
        return max(timedelta(0), clock.now() - self.oldest_due) if self.oldest_due else timedelta(0)


def next_due() -> datetime | None:
    """When the earliest pending message becomes due; None when none is pending."""
    first = next(iter(OutboxMessage.objects.raw(NEXT_DUE)), None)
    return first.run_at if first else None


def next_expiry() -> datetime | None:
    """When the earliest lease runs out; None when none is held."""
    first = next(iter(OutboxMessage.objects.raw(NEXT_EXPIRY)), None)
    return first.lease_until if first else None


def unfinished_kinds(kinds: Iterable[str]) -> set[str]:
    """Those of the kinds that have a message still to be delivered."""
    waiting = OutboxMessage.objects.filter(state__in=[State.PENDING, State.LEASED])
    return set(waiting.filter(kind__in=list(kinds)).values_list("kind", flat=True).distinct())


def dead_letters() -> QuerySet[OutboxMessage]:
    """Messages given up, newest first."""
    return OutboxMessage.objects.filter(state=State.DEAD).order_by("-finished_at")


def backlog() -> Backlog:
    """The present state of the queue in two numbers and an instant."""
    counted = dict(
        OutboxMessage.objects.exclude(state=State.SENT).values_list("state").annotate(Count("pk"))
    )
    dead = counted.pop(State.DEAD, 0)
    due = OutboxMessage.objects.filter(state=State.PENDING, run_at__lte=clock.now())
    return Backlog(sum(counted.values()), dead, due.aggregate(at=Min("run_at"))["at"])


def live_workers(within: timedelta) -> int:
    """How many workers gave a sign of life lately."""
    return WorkerBeat.objects.filter(seen_at__gte=clock.now() - within).count()
