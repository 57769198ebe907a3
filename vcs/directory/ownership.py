"""How each model's rows lead to the office, and the person, they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.db.models import ForeignKey, Model

from vcs.core import clock
from vcs.directory import actions
from vcs.directory.models import (
    ApiToken,
    AuditEntry,
    Contact,
    Office,
    RoleAssignment,
    User,
)

_LONGEST_PATH = 3


def _begun(row: Any) -> bool:
    starts_at = getattr(row, "starts_at", None)
    return starts_at is not None and starts_at <= clock.now()


@dataclass(frozen=True)
class Ownership:
    """Where a model's office and owner stand (ORM paths, "pk" for the row itself).

    ``view`` is the action that lets one see a row; ``begun`` tells when a row's owner may no
    longer change it.
    """

    office: str
    view: str = actions.OFFICE_VIEW
    owner: str | None = None
    begun: Callable[[Any], bool] = field(default=_begun)


_registered: dict[type[Model], Ownership] = {}


def register(model: type[Model], ownership: Ownership) -> None:
    """Say how a model is owned, from the AppConfig.ready of the app that has it."""
    _registered[model] = ownership


def ownership_of(model: type[Model]) -> Ownership:
    """How a model is owned: as registered, else by its shortest chain of required foreign keys."""
    return _registered.get(model) or _found(model)


@cache
def _found(model: type[Model]) -> Ownership:
    for path in _required_paths(model):
        if path[-1].related_model is Office:
            return Ownership(office="__".join(key.name for key in path))
    raise LookupError(f"{model._meta.label} leads to no office: register its ownership")


def _required_paths(model: type[Model]) -> Iterator[tuple[ForeignKey[Any, Any], ...]]:
    paths: list[tuple[ForeignKey[Any, Any], ...]] = [(key,) for key in _required_keys(model)]
    for _ in range(_LONGEST_PATH):
        yield from paths
        paths = [
            (*path, key)
            for path in paths
            if path[-1].related_model is not User
            for key in _required_keys(path[-1].related_model)
        ]


def _required_keys(model: type[Model]) -> list[ForeignKey[Any, Any]]:
    return [key for key in model._meta.get_fields() if isinstance(key, ForeignKey) and not key.null]


def follow(row: Model, path: str) -> int | None:
    """The id at the end of an ORM path that starts at this row; None where the chain is cut."""
    value: Any = row
    *steps, last = path.split("__")
    for step in steps:
        value = getattr(value, step)
        if value is None:
            return None
    found: int | None = value.pk if last == "pk" else getattr(value, f"{last}_id")
    return found


register(Office, Ownership(office="pk"))
register(User, Ownership(office="office", owner="pk"))
register(RoleAssignment, Ownership(office="user__office", owner="user"))
register(ApiToken, Ownership(office="user__office", owner="user", view=actions.TOKEN_MANAGE))
register(Contact, Ownership(office="school__office", view=actions.CONTACT_VIEW))
register(AuditEntry, Ownership(office="office", view=actions.AUDIT_VIEW))
