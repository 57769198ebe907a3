"""One change told to many sockets of one web process."""

from __future__ import annotations

import asyncio
import resource
import statistics
import time

from asgiref.sync import sync_to_async
from django.db import transaction

from bench.harness import Bench, at_most, case
from bench.sockets import Crowd
from vcs.core.tokens import digest, new_secret
from vcs.directory.models import ApiToken, Office, User
from vcs.live import append, streams

PEOPLE = 300
CHANGES = 15
EVENT = {"booking": 4711, "occurrences": [1, 2, 3], "resources": [7], "status": "approved"}


@case(
    "live: one change told to 1,000 sockets",
    aim=at_most(60),
    unit="ms",
    note="Daphne with an in-memory layer: 350; the bare C library: 17",
)
def thousand(bench: Bench) -> float:
    """From before another process writes the change until the last client has it."""
    return asyncio.run(_fan_out(bench, 1000))


@case(
    "live: one change told to 5,000 sockets",
    aim=at_most(250),
    unit="ms",
    note="Daphne with an in-memory layer: 8,850; the bare C library: 63",
)
def five_thousand(bench: Bench) -> float:
    """As above."""
    return asyncio.run(_fan_out(bench, 5000))


@case("live: sockets opened a second", unit="/s", note="a bare handshake on Daphne: about 900")
def handshakes(bench: Bench) -> float:
    """Handshake, token, permission and hello; 500 sockets, a hundred at a time."""
    return asyncio.run(_open(bench, 500))


async def _fan_out(bench: Bench, size: int) -> float:
    _raise_file_limit()
    office, tokens = await sync_to_async(_audience)()
    crowd = Crowd(bench.server.port, "/ws/calendar", tokens)
    await crowd.open(size)
    durations = []
    for _ in range(CHANGES):
        begun = time.perf_counter()
        await sync_to_async(_change)(office)
        durations.append((await crowd.everybody_told() - begun) * 1000)
        await asyncio.sleep(0.2)
    return statistics.median(durations)


async def _open(bench: Bench, size: int) -> float:
    _office, tokens = await sync_to_async(_audience)()
    crowd = Crowd(bench.server.port, "/ws/calendar", tokens)
    begun = time.perf_counter()
    await crowd.open(size)
    return size / (time.perf_counter() - begun)


def _change(office: Office) -> None:
    with transaction.atomic():
        append(streams.calendar(office.pk), "booking.approved", EVENT)


def _audience() -> tuple[Office, list[str]]:
    office, _ = Office.objects.get_or_create(code="9000", defaults={"name": "เขตวัดความเร็ว"})
    secrets = [new_secret() for _ in range(PEOPLE)]
    first = User.objects.count()
    people = User.objects.bulk_create(
        User(username=f"live{first + number}", office=office) for number in range(PEOPLE)
    )
    ApiToken.objects.bulk_create(
        ApiToken(user=user, name="bench", digest=digest(secret))
        for user, secret in zip(people, secrets, strict=True)
    )
    return office, secrets


def _raise_file_limit() -> None:
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
