"""What must work for the service to work; each check says so in a line, for /readyz and doctor."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from redis import RedisError

from vcs.core.errors import Text
from vcs.outbox import queries
from vcs.outbox.wake.bell import redis_client

WORKER_SILENT = timedelta(seconds=45)
LATE = timedelta(minutes=5)


_complete: set[str] = set()


@dataclass(frozen=True, slots=True)
class Check:
    """The result of one check; without a required one nobody should be sent here."""

    name: str
    ok: bool
    text: Text
    required: bool = True

    def as_json(self) -> dict[str, Any]:
        """For machines and strangers: without the text, which may name hosts."""
        return {"name": self.name, "ok": self.ok, "required": self.required}


def needs_database(check: Callable[[], Check]) -> Callable[[], Check]:
    """Report a check as failed, where the database does not answer it."""

    @wraps(check)
    def guarded() -> Check:
        try:
            return check()
        except DatabaseError as error:
            text = Text(f"ฐานข้อมูลตอบไม่ได้: {error}", f"the database does not answer: {error}")
            return Check(check.__name__, ok=False, text=text)

    return guarded


@needs_database
def database() -> Check:
    """Whether the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return Check("database", ok=True, text=Text("ฐานข้อมูลพร้อม", f"{connection.vendor} answers"))


@needs_database
def migrations() -> Check:
    """Whether the tables are those this version of the program expects."""
    missing = _missing_migrations()
    text = Text("โครงสร้างตารางตรงกับโปรแกรม", "the tables match the program")
    if missing:
        text = Text(
            f"ยังไม่ได้ปรับโครงสร้างตาราง {missing} ขั้น: สั่ง manage.py migrate",
            f"{missing} migrations are missing: run manage.py migrate",
        )
    return Check("migrations", ok=not missing, text=text)


def _missing_migrations() -> int:
    # Read until nothing is missing, then never again: /readyz is asked every few seconds.
    if connection.alias in _complete:
        return 0
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    if not missing:
        _complete.add(connection.alias)
    return missing


@needs_database
def worker() -> Check:
    """Whether something delivers the outbox; without it mails wait, but pages work."""
    alive = queries.live_workers(within=WORKER_SILENT)
    text = Text(f"ตัวทำงานเบื้องหลังทำงานอยู่ {alive} ตัว", f"{alive} workers are alive")
    if not alive:
        text = Text(
            "ไม่มีตัวทำงานเบื้องหลัง: สั่ง manage.py run_worker",
            "no worker is alive: start manage.py run_worker",
        )
    return Check("worker", ok=bool(alive), text=text, required=False)


@needs_database
def outbox() -> Check:
    """Whether the outbox drains and nothing was given up."""
    backlog = queries.backlog()
    text = Text(
        f"งานส่งออกรอ {backlog.waiting} ส่งไม่สำเร็จ {backlog.dead}",
        f"{backlog.waiting} messages wait, {backlog.dead} dead letters, "
        f"the oldest is {round(backlog.delay.total_seconds())} s late",
    )
    fine = not backlog.dead and backlog.delay < LATE
    return Check("outbox", ok=fine, text=text, required=False)


def broker() -> Check:
    """Whether Redis answers, where it is used."""
    if not settings.VCS_REDIS_URL:
        return Check("broker", ok=True, text=Text("ไม่ได้ใช้ Redis", "no Redis is configured"))
    try:
        redis_client().ping()
    except RedisError as error:
        text = Text(f"Redis ตอบไม่ได้: {error}", f"Redis does not answer: {error}")
        return Check("broker", ok=False, text=text, required=False)
    return Check("broker", ok=True, text=Text("Redis พร้อม", "Redis answers"))


CHECKS: tuple[Callable[[], Check], ...] = (database, migrations, worker, outbox, broker)


def run_checks() -> list[Check]:
    """All checks, in the order in which a person would look."""
    return [check() for check in CHECKS]
