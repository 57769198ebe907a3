"""`manage.py run_worker`: the embedded worker alone."""

import os
import signal
from argparse import ArgumentParser
from datetime import timedelta

from django.core.management.base import BaseCommand

from vcs.outbox.worker import Options, Worker
from vcs.server.orphans import end_with_supervisor


class Command(BaseCommand):
    """Deliver outbox messages and start periodic jobs until told to stop."""

    requires_system_checks = []
    help = "Runs the embedded worker until SIGTERM or Ctrl-C; several may run at once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How much to take on at once."""
        parser.add_argument("--threads", type=int, default=Options().threads)
        parser.add_argument(
            "--lease",
            type=float,
            default=Options().lease.total_seconds(),
            help="seconds after which others may take over what a dead worker held",
        )

    def handle(self, *, threads: int, lease: float, **_: object) -> None:
        """Run until stopped; status 1 asks to be started again, because a handler hangs."""
        end_with_supervisor()
        worker = Worker(Options(threads=threads, lease=timedelta(seconds=lease)))
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: worker.stop())
        if not worker.run():
            # A hanging thread would keep the process from ending in any other way.
            os._exit(1)
