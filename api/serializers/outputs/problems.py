"""Refusals (RFC 9457)."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NotRequired, TypedDict


class FieldProblem(TypedDict):
    """What is wrong with one field, named by its JSON pointer into what was sent."""

    pointer: str
    code: str
    detail: str
    detail_en: str
    detail_th: NotRequired[str]


class ConflictItem(TypedDict):
    """One occurrence that cannot have one resource, and what has it when."""

    occurrence_starts_at: datetime
    resource: int
    resource_name: str
    other_title: str | None
    starts_at: datetime
    ends_at: datetime


class SuggestionItem(TypedDict):
    """A way out: times and resources to ask for instead."""

    starts_at: datetime
    ends_at: datetime
    resources: list[int]
    reason: Literal["nearest_time", "other_room", "other_day"]


class Problem(TypedDict):
    """Why nothing was done; `detail` is Thai unless Accept-Language asks for English."""

    type: str
    title: str
    status: int
    code: str
    detail: str
    detail_en: str
    detail_th: NotRequired[str]
    errors: NotRequired[list[FieldProblem]]
    conflicts: NotRequired[list[ConflictItem]]
    suggestions: NotRequired[list[SuggestionItem]]
    incident: NotRequired[str]
