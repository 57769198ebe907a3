"""Queries compiled once."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vcs.core.prepared import Prepared
from vcs.directory.models import Office, User

pytestmark = pytest.mark.django_db


def offices(first: int, last: int):
    return Office.objects.filter(pk__gte=first, pk__lte=last).order_by("pk").values_list("code")


def test_prepared_query_gives_what_the_query_gives():
    made = [Office.objects.create(code=f"{n}", name="x", short_name="x") for n in range(4)]
    prepared = Prepared(offices, int, int)
    for low, high in [(0, 4), (1, 3), (2, 3)]:
        first, last = made[low].pk, made[high - 1].pk
        assert prepared.rows(first, last) == list(offices(first, last))


def test_prepared_query_is_one_query_and_no_building():
    prepared = Prepared(offices, int, int)
    prepared.rows(1, 2)
    with CaptureQueriesContext(connection) as queries:
        prepared.rows(3, 4)
    assert len(queries) == 1


def test_prepared_query_refuses_an_argument_that_is_lost():
    prepared = Prepared(lambda _unused: Office.objects.values_list("code"), int)
    with pytest.raises(ValueError, match="replaced"):
        prepared.rows(1)


def test_prepared_query_gives_instances_with_what_is_joined():
    office = Office.objects.create(code="1", name="x", short_name="x")
    made = User.objects.create(username="somchai", office=office)
    prepared = Prepared(
        lambda name: User.objects.select_related("office").filter(username=name), str
    )
    for _ in range(2):
        (user,) = prepared.objects("somchai")
        with CaptureQueriesContext(connection) as queries:
            assert (user, user.office) == (made, office)
        assert not len(queries)
        assert user.date_joined == User.objects.get().date_joined
        assert user.is_active is True
    assert prepared.objects("somsak") == []
