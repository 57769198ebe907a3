"""The embedded worker in a process of its own, whose handler only says when it was called."""

from __future__ import annotations

import os
import signal
import sys
import time

KIND = "bench.mail"


def main() -> None:
    """Run until told to stop; a line on standard output for each message."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vcs.settings")
    django.setup()
    from vcs.outbox import Message, handler, registry
    from vcs.outbox.worker import Worker

    @handler(KIND)
    def pretend(_message: Message) -> None:
        """The sending, faked; the clock is the same in every process of the machine."""
        sys.stdout.write(f"{time.perf_counter()}\n")
        sys.stdout.flush()

    registry.periodics.clear()
    worker = Worker()
    signal.signal(signal.SIGTERM, lambda *_: worker.stop())
    sys.stdout.write("up\n")
    sys.stdout.flush()
    worker.run()


if __name__ == "__main__":
    main()
