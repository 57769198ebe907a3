"""A nursery of workers to be killed: prepared once, then each is a fork of its own.

It reads lines: `start` forks a worker and answers with its process id.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import timedelta

import django

django.setup()

from vcs.outbox import Message, handler, registry  # noqa: E402
from vcs.outbox.worker import Options, Worker  # noqa: E402

LEASE = timedelta(seconds=0.8)
EFFECTS = sys.argv[1]


@handler("kill.effect")
def take_effect(message: Message) -> None:
    """Leave a line that no kill can tear, a little later."""
    time.sleep(0.004)
    descriptor = os.open(EFFECTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(descriptor, b"%d\n" % message.payload["n"])
    os.close(descriptor)


def work() -> None:
    """Be a worker until killed."""
    registry.periodics.clear()
    Worker(Options(threads=2, prefetch=16, lease=LEASE)).run()


for _line in sys.stdin:
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    sys.stdout.write(f"{child}\n")
    sys.stdout.flush()
    # Reap the dead, so that a process id is not taken for a living worker.
    while os.waitpid(-1, os.WNOHANG)[0]:
        continue
