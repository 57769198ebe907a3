"""`manage.py doctor`: a line for each thing that must work; exit 1 if one does not."""

import sys

from django.core.management.base import BaseCommand

from vcs.server import doctor
from vcs.server.health import Check


class Command(BaseCommand):
    """Look at everything once and say how it is."""

    requires_system_checks = []
    help = "Checks database, constraints, clock, broker, worker, outbox, mail and providers."

    def handle(self, **_: object) -> None:
        """Print the lines; the exit status says whether all is well."""
        checks = [check() for check in doctor.CHECKS]
        for check in checks:
            text = " ".join(f"{check.text.th} – {check.text.en}".split())
            self.stdout.write(f"{_state(check):<5}{check.name:<12} {text}")
        if any(_state(check) == "FAIL" for check in checks):
            sys.exit(1)


def _state(check: Check) -> str:
    if check.ok:
        return "ok"
    return "warn" if check.name in doctor.ONLY_TOLD else "FAIL"
