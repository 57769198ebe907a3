"""What is read of the directory; each a fixed number of SQL queries, whatever the rows."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from vcs.core.clock import now
from vcs.core.thai import normalise, search_key
from vcs.directory import policy
from vcs.directory.models import Cluster, Office, RoleAssignment, School, User, ViewingSite


def schools(
    user: policy.Person,
    *,
    q: str = "",
    cluster: int | None = None,
    status: str | None = None,
) -> QuerySet[School]:
    """The schools this person may see, in dictionary order, found by name, English name or code."""
    found = policy.visible(School.objects.select_related("cluster"), user)
    if cluster is not None:
        found = found.filter(cluster_id=cluster)
    if status:
        found = found.filter(status=status)
    return found.filter(_matching(q))


def _matching(q: str) -> Q:
    text = normalise(q)
    key = search_key(text)
    if key:
        return Q(search_key__contains=key)
    # Words that every second school has (บ้าน, โรงเรียน) leave no key behind.
    return Q(name__contains=text) if text else Q()


def clusters(user: policy.Person) -> QuerySet[Cluster]:
    """The clusters this person may see, each with how many open schools it has."""
    is_open = Q(schools__status=School.Status.OPEN)
    return policy.visible(Cluster.objects.all(), user).annotate(
        school_count=Count("schools", filter=is_open)
    )


def viewing_sites(user: policy.Person) -> QuerySet[ViewingSite]:
    """The places where schools watch together, with their schools, in two queries."""
    sites = policy.visible(ViewingSite.objects.select_related("host"), user)
    return sites.prefetch_related("schools").order_by("name")


def open_schools(office_id: int) -> QuerySet[School]:
    """The schools of an office that can be asked to join."""
    return School.objects.filter(office_id=office_id, status=School.Status.OPEN)


def people_with_role(office_id: int, role: str) -> QuerySet[User]:
    """The active people of an office who hold the role today, acting-for included, once each."""
    return people_with_roles(office_id, [role])


def people_with_roles(office_id: int, roles: Iterable[str]) -> QuerySet[User]:
    """The active people of an office who hold any of the roles today, once each."""
    today = now().astimezone(policy.zone_of(Office.objects.get(pk=office_id))).date()
    held = RoleAssignment.objects.filter(policy.in_force(today), role__in=list(roles))
    return User.objects.filter(
        office_id=office_id, is_active=True, pk__in=held.values("user_id")
    ).order_by("first_name", "last_name", "id")
