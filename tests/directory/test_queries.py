from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from vcs.core import clock
from vcs.directory import queries
from vcs.directory.models import Cluster, Office, RoleAssignment, School, User, ViewingSite

Role = RoleAssignment.Role


@pytest.fixture
def register(office: Office, other_office: Office) -> dict[str, School]:
    """Schools with awkward names, one of them in another office."""
    cluster = Cluster.objects.create(office=office, name="กลุ่ม 1")
    named = {
        "gold": ("โรงเรียนเฉลิมพระเกียรติ ๙๙ พรรษาฯ", "99010002", "1099990002"),
        "water": ("โรงเรียนบ้านน้ำใส (ประชาอุปถัมภ์)", "99010003", ""),
        "chicken": ("รร.บ้านไก่เถื่อน", "99010004", ""),
        "closed": ("โรงเรียนบ้านกุ่ม", "", ""),
    }
    made = {
        key: School.objects.create(
            office=office, cluster=cluster, name=name, smis_code=smis, moe_code=moe
        )
        for key, (name, smis, moe) in named.items()
    }
    School.objects.filter(pk=made["closed"].pk).update(status="closed")
    School.objects.create(office=other_office, name="โรงเรียนบ้านน้ำใส")
    return made


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("น้ำใส", ["water"]),
        ("น้ําใส", ["water"]),
        ("รร.บ้านน้ำใส", ["water"]),
        ("นำใส ประชา", ["water"]),
        ("99 พรรษา", ["gold"]),
        ("๙๙", ["gold", "water", "chicken"]),
        ("99010002", ["gold"]),
        ("๙๙๐๑๐๐๐๒", ["gold"]),
        ("1099990002", ["gold"]),
        ("9901-0004", ["chicken"]),
        ("โรงเรียนบ้าน", ["closed", "water"]),
        ("ไม่มีโรงเรียนนี้", []),
        ("%", []),
        ("", ["closed", "chicken", "gold", "water"]),
    ],
)
def test_schools_are_found_as_people_type_them(
    clerk: User, register: dict[str, School], q: str, found: list[str]
) -> None:
    ids = {school.pk: key for key, school in register.items()}
    assert sorted(ids[school.pk] for school in queries.schools(clerk, q=q)) == sorted(found)


def test_schools_stand_in_dictionary_order(office: Office, clerk: User) -> None:
    words = ["ขาว", "เกาะ", "กล้วย", "แก้ว", "ไก่", "กุ่ม"]
    for word in words:
        School.objects.create(office=office, name=f"โรงเรียน{word}")
    names = [school.name.removeprefix("โรงเรียน") for school in queries.schools(clerk)]
    assert names == ["กล้วย", "กุ่ม", "เกาะ", "แก้ว", "ไก่", "ขาว"]


def test_schools_are_narrowed_by_cluster_and_status(
    clerk: User, register: dict[str, School]
) -> None:
    closed = queries.schools(clerk, status="closed")
    assert [school.pk for school in closed] == [register["closed"].pk]
    cluster = register["gold"].cluster_id
    assert queries.schools(clerk, cluster=cluster, status="open").count() == 3
    assert not queries.schools(clerk, cluster=(cluster or 0) + 1).exists()


def test_schools_take_one_query_whatever_the_rows(
    clerk: User, office: Office, register: dict[str, School], django_assert_num_queries: Any
) -> None:
    for number in range(30):
        School.objects.create(office=office, name=f"โรงเรียนใหม่ {number}")
    with django_assert_num_queries(2):  # the rows, and the person's roles
        assert len([school.cluster for school in queries.schools(clerk)]) == 34


def test_a_schools_keys_follow_its_name(register: dict[str, School]) -> None:
    school = register["water"]
    school.name = "โรงเรียนเขาดิน"
    school.save(update_fields=["name"])
    stored = School.objects.get(pk=school.pk)
    assert "เขาดิน" in stored.search_key
    assert "น้าใส" not in stored.search_key
    assert stored.sort_key == school.sort_key


def test_clusters_count_their_open_schools(clerk: User, register: dict[str, School]) -> None:
    assert [(c.name, c.school_count) for c in queries.clusters(clerk)] == [("กลุ่ม 1", 3)]


def test_viewing_sites_come_with_their_schools(
    clerk: User, office: Office, register: dict[str, School], django_assert_num_queries: Any
) -> None:
    for name in ("ข", "ก"):
        site = ViewingSite.objects.create(office=office, name=name, host=register["gold"])
        site.schools.set([register["water"], register["chicken"]])
    with django_assert_num_queries(3):
        told = [(s.name, s.host.name, len(s.schools.all())) for s in queries.viewing_sites(clerk)]
    assert told == [("ก", register["gold"].name, 2), ("ข", register["gold"].name, 2)]


def test_people_with_role_are_those_of_today(
    office: Office, deputy: User, clerk: User, stranger: User, make_user: Callable[..., User]
) -> None:
    make_user(office, "gone", Role.APPROVER, is_active=False)
    RoleAssignment.objects.create(
        user=clerk, role=Role.APPROVER, acting_for=deputy, starts_on=date(2026, 3, 2)
    )
    for at, people in (
        (datetime(2026, 3, 1, 12, tzinfo=UTC), {deputy}),
        (datetime(2026, 3, 1, 18, tzinfo=UTC), {deputy, clerk}),
    ):
        with clock.freeze(at):
            assert set(queries.people_with_role(office.pk, Role.APPROVER)) == people
