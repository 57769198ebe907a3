"""One process of rivals: `python -m tests.concurrency.rivals '<json>'`.

Every thread asks for every slot. For each slot the parent says go on all processes' pipes at once,
and waits until all have said done. Prints one JSON list of [slot, outcome, seconds].
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from datetime import timedelta
from typing import Any


def main(job: dict) -> None:
    """Set Django up for the job's database, then race."""
    os.environ["VCS_DATABASE_URL"] = job["url"]
    os.environ["DJANGO_SETTINGS_MODULE"] = "vcs.settings"
    import django

    django.setup()
    from django.db import connection

    if not job["guarded"]:
        _without_locks()
    barrier = threading.Barrier(job["threads"] + 1)
    outcomes: list[tuple[int, str, float]] = []

    def run(rival: int) -> None:
        for slot in range(job["slots"]):
            barrier.wait()
            outcomes.append((slot, *attempt(job, slot, rival)))
            barrier.wait()
        connection.close()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(job["threads"])]
    for thread in threads:
        thread.start()
    for _ in range(job["slots"]):
        sys.stdin.readline()
        barrier.wait()
        barrier.wait()
        sys.stdout.write("done\n")
        sys.stdout.flush()
    for thread in threads:
        thread.join()
    sys.stdout.write(json.dumps(outcomes) + "\n")


def attempt(job: dict, slot: int, rival: int) -> tuple[str, float]:
    """Ask once; what came of it, and how long it took."""
    from rooms import services
    from rooms.errors import BookingConflict
    from rooms.rules.requests import BookingRequest
    from vcs.core import clock
    from vcs.directory.models import User

    actor = User.objects.get(pk=job["actor"])
    start = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(hours=slot + 48)
    request = BookingRequest(
        title=f"ผู้จอง {rival}",
        starts_at=start,
        ends_at=start + timedelta(hours=1),
        timezone="Asia/Bangkok",
        resources=tuple(job["resources"]),
    )
    began = time.monotonic()
    try:
        services.request_booking(actor=actor, request=request)
        outcome = "won"
    except BookingConflict as conflict:
        outcome = "conflict" if conflict.conflicts else "conflict without a reason"
    except Exception as error:  # noqa: BLE001 - whatever else it is, the test shall see it
        outcome = repr(error)
    return outcome, time.monotonic() - began


def _without_locks() -> None:
    """Look first, book afterwards, with nothing to hold things still in between."""
    from rooms.queries.conflicts import refuse_unplaced
    from rooms.services import requesting

    store, look, seen = requesting._store, requesting._looked, threading.local()

    def unlocked(actor: Any, office: Any, request: Any, plan: Any) -> Any:
        fixed, pools = requesting.named_and_pooled(office.pk, request.resources, request.any_of)
        seen.placements = look(requesting.Asked(actor, office, request, plan, fixed, pools))
        refuse_unplaced(seen.placements)
        return store(actor, office, request, plan)

    requesting._store = unlocked
    requesting._looked = lambda _asked: seen.placements


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
