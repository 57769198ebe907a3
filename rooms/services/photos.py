"""The picture of a resource."""

from __future__ import annotations

import uuid

from django.core.files.base import ContentFile

from rooms import events
from rooms.models import Resource
from rooms.rules.photos import shown_photo
from rooms.services.closures import locked_resource
from rooms.services.records import require_version
from vcs.core.transactions import use_case
from vcs.directory import audit, policy
from vcs.directory.models import User


def set_photo(
    *, actor: User, resource_id: int, data: bytes, expected_version: int | None = None
) -> Resource:
    """Show the resource by this picture; the file is written first and named only in the row.

    A new picture has a new name, so whoever kept the old one never shows it for the new.
    """
    policy.require(actor, policy.RESOURCE_MANAGE)
    storage = Resource._meta.get_field("photo").storage
    name = storage.save(f"resources/{uuid.uuid4().hex}.jpg", ContentFile(shown_photo(data)))
    return _store(actor, resource_id, name, expected_version)


def remove_photo(*, actor: User, resource_id: int, expected_version: int | None = None) -> Resource:
    """Show the resource without a picture."""
    return _store(actor, resource_id, "", expected_version)


@use_case
def _store(actor: User, resource_id: int, name: str, expected_version: int | None) -> Resource:
    resource = locked_resource(actor, resource_id, retired=True)
    policy.require(actor, policy.RESOURCE_MANAGE, resource)
    require_version(resource.version, expected_version)
    resource.photo = name
    resource.version += 1
    resource.save()
    audit.record(
        actor=actor,
        action="resource.photo_changed",
        target=resource,
        office_id=resource.office_id,
        data={"photo": bool(name)},
    )
    events.resource_changed(resource)
    return resource
