"""Resources and closures as they are entered and asked about."""

from __future__ import annotations

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from api.fields import (
    Choice,
    Field,
    Flag,
    Identifier,
    Input,
    Instant,
    Integer,
    Line,
    Listed,
    Messages,
    Prose,
    QueryInstant,
)
from api.validation import both
from rooms.models import Resource
from rooms.rules.opening import WEEKDAYS, parse_opening_hours
from vcs.core.errors import InvalidInput

MOST_FEATURES = 30
MOST_SETTINGS = 20
MOST_MINUTES = 24 * 60
MOST_STRETCHES = 10
_HOURS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        day: {
            "type": "array",
            "maxItems": MOST_STRETCHES,
            "items": {
                "type": "array",
                "minItems": 2,
                "maxItems": 2,
                "items": {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$|^24:00$"},
            },
        }
        for day in WEEKDAYS
    },
    "example": {"mon": [["08:30", "16:30"]], "tue": [["08:30", "12:00"], ["13:00", "16:30"]]},
}


@extend_schema_field(_HOURS)
class OpeningHoursField(Field):
    """Per weekday, stretches of wall time in which a resource is open; empty is always."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both(
            'ต้องเป็นแบบ {{"mon": [["08:30", "16:30"]]}}', 'Send {{"mon": [["08:30", "16:30"]]}}'
        )
    }

    def to_internal_value(self, data: Any) -> dict[str, list[list[str]]]:
        if not isinstance(data, dict) or not all(map(_are_stretches, data.values())):
            self.fail("invalid")
        try:
            parse_opening_hours(data, pointer="")
        except InvalidInput as error:
            self.refuse(error)
        return data


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string"}})
class SecretsField(Field):
    """A provider's credentials, by name; stored encrypted and never shown again."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both("ต้องเป็นคู่ชื่อและข้อความ", "Send names with texts"),
        "too_many": both("ใส่ได้ไม่เกิน {most} ค่า", "At most {most} values"),
    }
    longest: ClassVar[int] = 8000

    def to_internal_value(self, data: Any) -> dict[str, str]:
        if not isinstance(data, dict) or not all(map(self._is_text, data.values())):
            self.fail("invalid")
        if len(data) > MOST_SETTINGS:
            self.fail("too_many", most=MOST_SETTINGS)
        return data

    def _is_text(self, value: Any) -> bool:
        return isinstance(value, str) and len(value) <= self.longest


class ResourcePatch(Input):
    """What is to change of a resource."""

    name = Line(120, required=False)
    kind = Choice(Resource.Kind.values, required=False)
    capacity = Integer(0, 1_000_000, required=False, allow_null=True)
    features = Listed(Line(60), MOST_FEATURES, required=False)
    location = Line(120, required=False, allow_blank=True)
    provider = Choice(Resource.Provider.values, required=False, allow_null=True)
    settings = SecretsField(required=False)
    opening_hours = OpeningHoursField(required=False)
    requires_approval = Flag(required=False)
    request_holds = Flag(required=False)
    setup_minutes = Integer(0, MOST_MINUTES, required=False)
    teardown_minutes = Integer(0, MOST_MINUTES, required=False)
    position = Integer(0, 30_000, required=False)
    is_active = Flag(required=False)


class ResourceInput(ResourcePatch):
    """A new resource."""

    name = Line(120)
    kind = Choice(Resource.Kind.values)


class ResourcesQuery(Input):
    """Which resources to list."""

    kind = Choice(Resource.Kind.values, required=False)
    is_active = Flag(required=False)
    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 500, required=False)


class AvailabilityQuery(Input):
    """When, and what kind of thing."""

    start = QueryInstant()
    end = QueryInstant()
    kind = Choice(Resource.Kind.values, required=False)
    min_capacity = Integer(0, 1_000_000, required=False)
    feature = serializers.CharField(
        required=False, help_text="One feature, or several with commas between."
    )


class ClosureInput(Input):
    """A resource to be out of use for a time."""

    resource = Identifier()
    starts_at = Instant()
    ends_at = Instant()
    reason = Prose(200)


class ClosuresQuery(Input):
    """Which closures to list: those that overlap [start, end)."""

    start = QueryInstant(required=False)
    end = QueryInstant(required=False)
    resource = Identifier(required=False)
    cursor = serializers.CharField(required=False, help_text="Taken from `next`.")
    page_size = Integer(1, 500, required=False)


def _are_stretches(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) <= MOST_STRETCHES
        and all(
            isinstance(piece, list) and all(isinstance(text, str) for text in piece)
            for piece in value
        )
    )
