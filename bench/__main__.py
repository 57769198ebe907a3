"""`python -m bench [--only TEXT] [--database sqlite|postgresql]`: one table and var/bench.json.

Each database is measured in a process of its own, because Django's settings are those of a process.
PostgreSQL is measured where VCS_TEST_DATABASE_URL (or VCS_BENCH_DATABASE_URL) names a server.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any

from bench import databases
from bench.table import render

ROOT = Path(__file__).resolve().parent.parent
RESULTS = ROOT / "var" / "bench.json"
MARK = "@figure "


def main() -> int:
    """Measure, print, write; 1 if a case broke, while a missed aim is a figure like any other."""
    options = _options()
    if options.inside:
        return _measure(options.inside, options.only)
    figures: list[dict[str, Any]] = []
    for database in databases.available():
        if options.database in (None, database.name):
            with database as url:
                figures += _run_inside(database.name, url, options.only)
    print(render(figures))
    RESULTS.parent.mkdir(exist_ok=True)
    machine = {"python": platform.python_version(), "cores": os.cpu_count()}
    RESULTS.write_text(json.dumps({"machine": machine, "figures": figures}, indent=1) + "\n")
    return int(any(figure["value"] is None for figure in figures))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    parser.add_argument("--inside", help=argparse.SUPPRESS)
    return parser.parse_args()


def _run_inside(name: str, url: str, only: str) -> list[dict[str, Any]]:
    environment = os.environ | {"VCS_DATABASE_URL": url, "VCS_REDIS_URL": ""}
    command = [sys.executable, "-m", "bench", "--inside", name, "--only", only]
    figures = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            if line.startswith(MARK):
                figures.append(json.loads(line.removeprefix(MARK)))
                print(render(figures[-1:], header=False), flush=True)
    return figures


def _measure(database: str, only: str) -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vcs.settings")
    django.setup()
    from django.core.management import call_command

    from bench.harness import load_cases, open_bench

    call_command("migrate", verbosity=0)
    with open_bench(database) as bench:
        for case in load_cases():
            if only in case.name:
                _tell(_figure(case, bench))
    return 0


def _figure(case: Any, bench: Any) -> dict[str, Any]:
    figure = {"database": bench.database, "name": case.name, "unit": case.unit, "note": case.note}
    try:
        value = case.function(bench)
    except Exception as error:  # noqa: BLE001 - the other cases are still worth measuring
        return figure | {
            "value": None,
            "aim": str(case.aim or ""),
            "met": False,
            "note": repr(error),
        }
    met = case.aim.met(value) if case.aim else None
    return figure | {"value": round(value, 2), "aim": str(case.aim or ""), "met": met}


def _tell(figure: dict[str, Any]) -> None:
    print(MARK + json.dumps(figure), flush=True)


if __name__ == "__main__":
    sys.exit(main())
