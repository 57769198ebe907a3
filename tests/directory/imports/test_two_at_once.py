"""Two people import the same list at the same moment: nothing is doubled, nobody gets a fault."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from django.db import connection

from vcs.directory.imports import import_schools
from vcs.directory.models import Cluster, Office, School

FIXTURE = Path(__file__).parent.parent / "data" / "schools-fixture-utf8-bom.csv"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_list_at_once_make_each_school_once() -> None:
    office = Office.objects.create(code="9901", name="n", short_name="n")
    start = Barrier(4)

    def run(_number: int) -> int:
        start.wait()
        try:
            report = import_schools(actor=None, office=office, name="f", data=FIXTURE.read_bytes())
        finally:
            connection.close()
        return report.counts["new"]

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(run, range(4))) == [0, 0, 0, 8]
    assert School.objects.count() == 8
    assert Cluster.objects.count() == 5
