"""`manage.py serve`: the web process and its workers, started, watched and ended together."""

import os
import sys
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand

from vcs.server.orphans import end_with_supervisor
from vcs.server.preparation import prepare_demo
from vcs.server.supervisor import Child, Supervisor

BEAT_FILE = "celerybeat-schedule"


class Command(BaseCommand):
    """Serve until SIGTERM or Ctrl-C."""

    requires_system_checks = []
    help = "Serves the whole installation; with --part web only the web process."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to listen, and how much of the installation to run here."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--part", choices=["all", "web"], default="all")
        parser.add_argument(
            "--demo", action="store_true", help="first migrate, and fill an empty database"
        )

    def handle(self, *, host: str, port: int, part: str, demo: bool, **_: object) -> None:
        """Run; the exit status is that of the first process that failed."""
        os.environ["PORT"] = str(port)
        if demo:
            prepare_demo(self.stdout.write)
        if part == "web":
            self._serve_web(host, port)
        else:
            web = _manage("serve", "--part", "web", "--host", host, "--port", str(port))
            children = [Child("web", web, vital=True), *_workers()]
            sys.exit(Supervisor(children).run())

    def _serve_web(self, host: str, port: int) -> None:
        from vcs.server.web import serve_web

        end_with_supervisor()
        address = settings.VCS_PUBLIC_URL
        serve_web(host, port, ready=lambda: self.stdout.write(f"VCS: {address}/  (Ctrl-C ends it)"))


def _workers() -> list[Child]:
    if not settings.VCS_REDIS_URL:
        return [Child("worker", _manage("run_worker"))]
    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "vcs.celery"]
    schedule = str(settings.VAR_DIR / BEAT_FILE)
    return [
        Child(
            "celery",
            [*celery, "worker", "--pool", "threads", "--concurrency", "4", "-l", "WARNING"],
        ),
        Child("beat", [*celery, "beat", "-s", schedule, "--pidfile", "", "-l", "WARNING"]),
    ]


def _manage(*arguments: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
