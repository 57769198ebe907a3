"""People, clusters and schools as the API shows them."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings

from api.serializers.outputs.directory import ClusterOut, MeOut, OfficeOut, SchoolOut
from vcs.directory import policy
from vcs.directory.models import Office, School, User


def me_out(user: User) -> MeOut:
    """The person who asks."""
    return {
        "id": user.pk,
        "username": user.username,
        "display_name": user.display_name,
        "initials": initials(user),
        "work_group": user.work_group.name if user.work_group else "",
        "language": cast("Any", user.language if user.language in {"th", "en"} else "th"),
        "roles": cast("Any", sorted(policy.roles(user))),
        "permissions": policy.permissions(user),
        "office": office_out(user.office) if user.office else None,
        "public_url": settings.VCS_PUBLIC_URL,
    }


def initials(user: User) -> str:
    """The first sign of first and last name; in Thai without a vowel written before it."""
    signs = [_first_letter(name) for name in (user.first_name, user.last_name) if name.strip()]
    return "".join(signs) or user.username[:2].upper()


def _first_letter(name: str) -> str:
    bare = name.strip().lstrip("เแโใไ")
    return (bare or name.strip())[0].upper()


def office_out(office: Office) -> OfficeOut:
    """The person's office."""
    return {
        "id": office.pk,
        "code": office.code,
        "name": office.name,
        "short_name": office.short_name,
        "request_hold_hours": office.request_hold_hours,
        "time_zone": office.time_zone,
    }


def school_out(school: School) -> SchoolOut:
    """One school."""
    return {
        "id": school.pk,
        "name": school.name,
        "short_name": school.short_name,
        "cluster": school.cluster_id,
        "district": school.district,
        "moe_code": school.moe_code,
        "smis_code": school.smis_code,
        "obec_code": school.obec_code,
        "status": cast("Any", school.status),
        "is_active": school.status == School.Status.OPEN,
        "version": school.version,
        "updated_at": school.updated_at,
    }


def cluster_out(cluster: Any) -> ClusterOut:
    """One cluster, as `vcs.directory.queries.clusters` counted it."""
    return {"id": cluster.pk, "name": cluster.name, "school_count": cluster.school_count}
