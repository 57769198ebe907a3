"""Making a fresh database ready: its tables, and an office to look around in."""

from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from vcs.directory.models import Office

Say = Callable[[str], object]


def prepare_demo(say: Say) -> None:
    """Bring the tables up to date and, if no office is there, load the demo office; idempotent."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("กำลังสร้างตาราง · making the tables")
        call_command("migrate", verbosity=0)
    if not Office.objects.exists():
        say("กำลังสร้างสำนักงานตัวอย่าง · loading the demo office")
        call_command("load_demo")
    connection.close()
