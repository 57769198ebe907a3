"""What somebody asks for: plain, frozen values, already parsed and in UTC."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import Enum
from typing import Any, Final, Literal

Scope = Literal["all", "this", "following"]
OnConflict = Literal["reject", "skip"]


class Unset(Enum):
    """The one value that says "leave this field as it is"."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


@dataclass(frozen=True, slots=True)
class PoolSpec:
    """Any `count` resources of a kind with at least `min_capacity` seats."""

    kind: str
    min_capacity: int = 0
    count: int = 1


@dataclass(frozen=True, slots=True)
class BookingRequest:
    """A booking as asked for; `starts_at`/`ends_at` are the first occurrence's."""

    title: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    description: str = ""
    kind: str = "other"
    rrule: str | None = None
    exdates: tuple[datetime, ...] = ()
    resources: tuple[int, ...] = ()
    any_of: tuple[PoolSpec, ...] = ()
    audience: Mapping[str, Any] | None = None
    conference: Mapping[str, Any] | None = None
    broadcast: Mapping[str, Any] | None = None
    on_conflict: OnConflict = "reject"
    series: int | None = None
    draft: bool = False


@dataclass(frozen=True, slots=True)
class BookingChanges:
    """The fields to change; whatever is UNSET stays.

    `starts_at`/`ends_at` are new times of the booking's own start (scope `all`) or of the named
    occurrence (`this`, `following`); the others move by the same wall-clock difference.
    """

    title: str | Unset = UNSET
    description: str | Unset = UNSET
    kind: str | Unset = UNSET
    starts_at: datetime | Unset = UNSET
    ends_at: datetime | Unset = UNSET
    timezone: str | Unset = UNSET
    rrule: str | Unset | None = UNSET
    exdates: tuple[datetime, ...] | Unset = UNSET
    resources: tuple[int, ...] | Unset = UNSET
    any_of: tuple[PoolSpec, ...] | Unset = UNSET
    audience: Mapping[str, Any] | Unset | None = UNSET
    conference: Mapping[str, Any] | Unset | None = UNSET
    broadcast: Mapping[str, Any] | Unset | None = UNSET
    on_conflict: OnConflict | Unset = UNSET

    def named(self) -> set[str]:
        """The names of the fields that are to change."""
        return {field.name for field in fields(self) if getattr(self, field.name) is not UNSET}

    @property
    def moves(self) -> bool:
        """Whether times, rule or resources change, so that holds must be made anew."""
        return bool(self.named() & PLACING_FIELDS)


PLACING_FIELDS: Final = frozenset(
    {"starts_at", "ends_at", "timezone", "rrule", "exdates", "resources", "any_of"}
)
THIS_FIELDS: Final = frozenset({"title", "description", "starts_at", "ends_at", "resources"})
