"""People, clusters, schools, holidays, numbered series."""

from __future__ import annotations

import datetime as dt
from typing import Literal, TypedDict

from api.serializers.outputs.common import Bilingual, BookingKind, Role


class OfficeOut(TypedDict):
    """The office a person belongs to."""

    id: int
    code: str
    name: str
    short_name: str
    request_hold_hours: int
    time_zone: str


class MeOut(TypedDict):
    """Who is asking, and what they may do."""

    id: int
    username: str
    display_name: str
    initials: str
    work_group: str
    language: Literal["th", "en"]
    roles: list[Role]
    permissions: list[str]
    office: OfficeOut | None
    public_url: str


class ClusterOut(TypedDict):
    """A network group of schools."""

    id: int
    name: str
    school_count: int


class SchoolOut(TypedDict):
    """A school; codes are text, "" where unknown."""

    id: int
    name: str
    short_name: str
    cluster: int | None
    district: str
    moe_code: str
    smis_code: str
    obec_code: str
    status: Literal["open", "closed", "merged"]
    is_active: bool
    version: int
    updated_at: dt.datetime


class HolidayOut(TypedDict):
    """A day off, or one on which the office works all the same."""

    date: dt.date
    name: Bilingual
    is_working_day: bool


class SeriesOut(TypedDict):
    """A numbered series of meetings and the number its next meeting would have."""

    id: int
    name: str
    kind: BookingKind
    next_number: str
