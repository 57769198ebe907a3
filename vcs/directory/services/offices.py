"""Offices, the tenants."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from zoneinfo import ZoneInfo, available_timezones

from vcs.core.errors import Conflict, InvalidInput, NotAllowed, Text
from vcs.core.thai import normalise, to_arabic_digits
from vcs.core.transactions import use_case
from vcs.directory import audit
from vcs.directory.models import Office, User


@dataclass(frozen=True, slots=True)
class OfficeValues:
    """What an office is entered with."""

    code: str
    name: str
    short_name: str
    kind: str = Office.Kind.PRIMARY
    province: str = ""
    phone: str = ""
    time_zone: str = "Asia/Bangkok"


@use_case
def create_office(*, actor: User | None, values: OfficeValues) -> Office:
    """Enter a tenant, which only someone above all offices may (None: the operator's shell)."""
    if actor is not None and not (actor.is_superuser and actor.office_id is None):
        raise NotAllowed
    office = Office(**_clean(values))
    if Office.objects.filter(code=office.code).exists():
        raise Conflict(
            Text(f"มีสำนักงานรหัส {office.code} แล้ว", f"There is an office {office.code} already"),
            pointer="/code",
        )
    office.save()
    audit.record(
        actor=actor,
        action="office.created",
        target=office,
        office_id=office.pk,
        data={"code": office.code},
    )
    return office


def _clean(values: OfficeValues) -> dict[str, str]:
    clean = {name: normalise(value) for name, value in asdict(values).items()}
    clean["code"] = to_arabic_digits(clean["code"])
    if clean["time_zone"] not in available_timezones():
        raise InvalidInput.field(
            "/time_zone",
            "unknown_time_zone",
            Text("ไม่รู้จักเขตเวลานี้ เช่น Asia/Bangkok", "Give a zone such as Asia/Bangkok"),
        )
    return clean | {"time_zone": ZoneInfo(clean["time_zone"]).key}
