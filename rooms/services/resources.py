"""Keeping the list of scarce things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from rooms import events
from rooms.models import Hold, Resource
from rooms.queries.offices import office_of
from rooms.rules.opening import parse_opening_hours
from rooms.services.closures import locked_resource
from rooms.services.records import require_version
from vcs.core import clock, crypto
from vcs.core.errors import FieldError, InvalidInput, Text, WrongState
from vcs.core.text import line
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import User

NAME_GRAPHEMES = 80
LONGEST_BUFFER_MINUTES = 1440
MOST_SEATS = 1_000_000


@dataclass(frozen=True, slots=True)
class ResourceValues:
    """Everything that is said of a new resource; `settings` are secret and stored encrypted."""

    name: str
    kind: str
    capacity: int | None = None
    features: Sequence[str] = ()
    location: str = ""
    provider: str = ""
    settings: Mapping[str, Any] | None = None
    opening_hours: Mapping[str, Any] = field(default_factory=dict)
    requires_approval: bool = False
    request_holds: bool = True
    setup_minutes: int = 0
    teardown_minutes: int = 0
    position: int = 0
    is_active: bool = True


@use_case
def create_resource(*, actor: User, values: ResourceValues) -> Resource:
    """Add a resource to the person's office."""
    policy.require(actor, policy.RESOURCE_MANAGE)
    fields = _checked(asdict(values))
    _require_provider(fields["kind"], fields["provider"])
    resource = Resource(office=office_of(actor), **fields)
    _save(resource)
    _tell(resource, actor, "resource.created", fields)
    return resource


@use_case
def update_resource(
    *,
    actor: User,
    resource_id: int,
    changes: Mapping[str, Any],
    expected_version: int | None = None,
) -> Resource:
    """Change a resource, or bring it back; what is booked keeps the buffers it was booked with."""
    resource = locked_resource(actor, resource_id, retired=True)
    policy.require(actor, policy.RESOURCE_MANAGE, resource)
    require_version(resource.version, expected_version)
    fields = _checked(dict(changes))
    if resource.is_active and not fields.get("is_active", True):
        _require_unbooked(resource)
    for name, value in fields.items():
        setattr(resource, name, value)
    _require_provider(resource.kind, resource.provider)
    resource.version += 1
    _save(resource)
    _tell(resource, actor, "resource.changed", fields)
    return resource


@use_case
def retire_resource(
    *, actor: User, resource_id: int, expected_version: int | None = None
) -> Resource:
    """Take a resource out of use for good; refused while something to come is booked on it."""
    resource = locked_resource(actor, resource_id)
    policy.require(actor, policy.RESOURCE_MANAGE, resource)
    require_version(resource.version, expected_version)
    _require_unbooked(resource)
    resource.is_active = False
    resource.version += 1
    resource.save()
    _tell(resource, actor, "resource.retired", {})
    return resource


def _require_unbooked(resource: Resource) -> None:
    to_come = Hold.objects.filter(resource=resource, active=True, hold_end__gt=clock.now()).count()
    if to_come:
        raise WrongState(
            Text(
                f"ยังมีการจองที่จะถึงอีก {to_come} รายการ ย้ายหรือยกเลิกก่อน",
                f"{to_come} bookings are still to come; move or cancel them first",
            )
        )


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    if "name" in fields:
        fields["name"] = line(fields["name"], NAME_GRAPHEMES, "/name")
    if "opening_hours" in fields:
        parse_opening_hours(fields["opening_hours"])
    if "features" in fields:
        fields["features"] = list(dict.fromkeys(fields["features"]))
    errors = [
        FieldError(
            f"/{name}",
            "out_of_range",
            Text(f"ต้องอยู่ระหว่าง 0 ถึง {most:,}", f"Must be between 0 and {most:,}"),
        )
        for name, most in (
            ("setup_minutes", LONGEST_BUFFER_MINUTES),
            ("teardown_minutes", LONGEST_BUFFER_MINUTES),
            ("capacity", MOST_SEATS),
        )
        if not 0 <= (fields.get(name) or 0) <= most
    ]
    if errors:
        raise InvalidInput(errors[0].detail, errors=errors)
    if "settings" in fields:
        settings = fields.pop("settings")
        fields["encrypted_settings"] = crypto.encrypt(dict(settings)) if settings else ""
    return fields


def _require_provider(kind: str, provider: str) -> None:
    if provider and kind != Resource.Kind.LICENCE:
        raise InvalidInput.field(
            "/provider",
            "not_a_licence",
            Text("เฉพาะบัญชีลิขสิทธิ์มีผู้ให้บริการ", "Only a licence has a provider"),
        )


def _save(resource: Resource) -> None:
    try:
        with transaction.atomic():
            resource.save()
    except IntegrityError as error:
        if "resource_name_once" not in str(error) and "rooms_resource.name" not in str(error):
            raise
        raise InvalidInput.field(
            "/name",
            "name_taken",
            Text("มีทรัพยากรชื่อนี้แล้ว ตั้งชื่ออื่น", "The office has one of this name; choose another"),
        ) from error


def _tell(resource: Resource, actor: User, action: str, fields: Mapping[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=action,
        target=resource,
        office_id=resource.office_id,
        data={"fields": sorted(fields)},
    )
    events.resource_changed(resource)
