"""Celery as an executor of the outbox, where there is a broker.

The rows stay the truth: Celery may lose anything, the sweep finds what is due. It claims as the
embedded worker does, so both may run at once.
"""

import logging
import socket
from collections.abc import Sequence
from datetime import timedelta

from celery import Celery
from kombu.exceptions import OperationalError

from vcs.core import clock
from vcs.outbox import services
from vcs.outbox.execution import execute
from vcs.outbox.keeping import LeaseKeeper
from vcs.outbox.messages import Claim
from vcs.outbox.scheduler import Scheduler
from vcs.outbox.wake.bell import redis_fuse

LEASE = timedelta(seconds=30)
LONGEST = timedelta(minutes=10)
SWEEP_SECONDS = 5.0
SWEEP_BATCH = 50
OFFER_BATCH = 50

logger = logging.getLogger(__name__)
_scheduler = Scheduler()
_started_at = clock.now()


def _every(seconds: float, task: str) -> dict[str, object]:
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


app = Celery("vcs")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    broker_connection_retry_on_startup=True,
    task_default_queue="vcs",
    task_ignore_result=True,
    broker_transport_options={"socket_timeout": 5, "socket_connect_timeout": 2},
    worker_hijack_root_logger=False,
    beat_schedule={
        "sweep": _every(SWEEP_SECONDS, "outbox.sweep"),
        "tick": _every(SWEEP_SECONDS, "outbox.tick"),
    },
)


@app.task(name="outbox.deliver")
def deliver(ids: list[int]) -> int:
    """Deliver those of the rows that are due and that nobody holds."""
    return _perform(services.claim_messages(limit=len(ids), lease=LEASE, ids=ids))


@app.task(name="outbox.sweep")
def sweep() -> int:
    """Deliver what is due and was never offered, or whose offer or holder was lost."""
    services.release_expired()
    delivered = 0
    while claims := services.claim_messages(limit=SWEEP_BATCH, lease=LEASE):
        delivered += _perform(claims)
    return delivered


@app.task(name="outbox.tick")
def tick() -> None:
    """Give a sign of life, and start the slots of periodic jobs that are due."""
    services.record_beat(f"celery@{socket.gethostname()}", _started_at)
    _scheduler.tick()


def offer(ids: Sequence[int]) -> None:
    """Hand committed rows to Celery; without a broker the sweep finds them later."""
    if redis_fuse.blown:
        return
    try:
        for start in range(0, len(ids), OFFER_BATCH):
            deliver.apply_async((list(ids[start : start + OFFER_BATCH]),), retry=False)
    except OperationalError as error:
        redis_fuse.blow()
        logger.warning("the broker is away, the sweep will deliver: %s", error)


def _perform(claims: list[Claim]) -> int:
    with LeaseKeeper(LEASE, LONGEST) as keeper:
        keeper.hold(claims)
        for claim in claims:
            services.record_outcomes([execute(claim)])
            keeper.drop([claim])
    return len(claims)
