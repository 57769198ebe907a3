"""Input fields: strict about types, generous about digits, bilingual about what is wrong."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn
from zoneinfo import available_timezones

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail
from rest_framework.fields import empty

from api.validation import both
from vcs.core import text
from vcs.core.errors import InvalidInput
from vcs.core.thai import parse_date, parse_instant, to_arabic_digits

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise as _StrPromise

Messages = dict[str, "str | _StrPromise"]

REQUIRED = both("ต้องระบุ", "This is required")
NOT_NULL = both("เป็นค่าว่าง (null) ไม่ได้", "This may not be null")
TEXT = both("ต้องเป็นข้อความ", "Send text here")
LARGEST_ID = 2**63 - 1
_LONGEST_NUMBER = 19
_NUMBER = re.compile("-?[0-9]+")
_MOST_NAMED = 12


class Field(serializers.Field[Any, Any, Any, Any]):
    """A field whose own messages are in both languages."""

    default_error_messages: ClassVar[Messages] = {"required": REQUIRED, "null": NOT_NULL}

    def refuse(self, error: InvalidInput) -> NoReturn:
        """Pass a refusal of the domain on as this field's, or that of what lies inside it."""
        one = error.errors[0]
        detail: Any = [ErrorDetail(both(one.detail.th, one.detail.en), code=one.code)]
        for part in reversed(one.pointer.split("/")[1:]):
            detail = {part: detail}
        raise serializers.ValidationError(detail)


class Line(Field, serializers.CharField):
    """One line of text, cleaned (vcs.core.thai), its length counted as a person counts."""

    default_error_messages: ClassVar[Messages] = {"invalid": TEXT}

    def __init__(self, limit: int, **kwargs: Any) -> None:
        self.limit = limit
        super().__init__(**kwargs)

    def run_validation(self, data: Any = empty) -> Any:
        return Field.run_validation(self, data)

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return self._cleaned(data)
        except InvalidInput as error:
            self.refuse(error)

    def _cleaned(self, data: str) -> str:
        return text.line(data, self.limit, "", required=not self.allow_blank)


class Prose(Line):
    """Running text of several lines; may be empty."""

    def _cleaned(self, data: str) -> str:
        return text.lines(data, self.limit, "")


class Integer(Field, serializers.IntegerField):
    """A whole number; in a query or a form also as text, in Thai digits too."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both("ต้องเป็นจำนวนเต็ม", "Send a whole number"),
        "range": both("ต้องอยู่ระหว่าง {low} ถึง {high}", "Must lie between {low} and {high}"),
    }

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        self.low, self.high = low, high
        super().__init__(min_value=low, max_value=high, **kwargs)

    def to_internal_value(self, data: Any) -> int:
        number = _whole(data)
        if number is None:
            self.fail("invalid")
        if not self.low <= number <= self.high:
            self.fail("range", low=f"{self.low:,}", high=f"{self.high:,}")
        return number


class Identifier(Integer):
    """The id of a row; whether it exists for this person is the service's to say."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both("ต้องเป็นเลขประจำรายการ (id)", "Send an id, a positive whole number"),
        "range": both("ไม่มีรายการเลขนี้", "No such id can exist"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(1, LARGEST_ID, **kwargs)


class Flag(Field, serializers.BooleanField):
    """true or false; in a query or a form also 1 or 0."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both("ต้องเป็น true หรือ false", "Send true or false")
    }
    words: ClassVar[dict[str, bool]] = {"true": True, "1": True, "false": False, "0": False}

    def to_internal_value(self, data: Any) -> bool:
        if isinstance(data, bool):
            return data
        found = self.words.get(data.lower()) if isinstance(data, str) else None
        if found is None:
            self.fail("invalid")
        return found


class Choice(Field, serializers.ChoiceField):
    """One of a few words of the API."""

    default_error_messages: ClassVar[Messages] = {
        "invalid_choice": both("ใช้ได้เฉพาะ {allowed}", "Use one of {allowed}")
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", allowed=", ".join(map(str, self.choices)))
        return data


@extend_schema_field({"type": "string", "format": "date-time"})
class Instant(Field, serializers.DateTimeField):
    """An RFC 3339 date-time with its offset; a Buddhist year is refused by name."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both(
            "เวลาต้องเป็นแบบ RFC 3339 เช่น 2026-11-18T09:00:00+07:00",
            "Send an RFC 3339 date-time with its offset, such as 2026-11-18T09:00:00+07:00",
        )
    }

    def to_internal_value(self, value: Any) -> datetime:
        if not isinstance(value, str):
            self.fail("invalid")
        try:
            return parse_instant(to_arabic_digits(value.strip()), pointer="")
        except InvalidInput as error:
            self.refuse(error)


@extend_schema_field({"type": "string", "format": "date-time"})
class QueryInstant(Instant):
    """An instant in an address, where an unescaped + has become a space."""

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and value[-6:-5] == " ":
            value = f"{value[:-6]}+{value[-5:]}"
        return super().to_internal_value(value)


@extend_schema_field({"type": "string", "format": "date"})
class Day(Field):
    """A calendar day, in any form vcs.core.thai reads."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both("ต้องเป็นวันที่ เช่น 2026-11-18", "Send a day such as 2026-11-18")
    }

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, str):
            self.fail("invalid")
        try:
            return parse_date(data, pointer="")
        except InvalidInput as error:
            self.refuse(error)


@extend_schema_field({"type": "string", "example": "Asia/Bangkok"})
class ZoneName(Field):
    """The IANA name of a time zone."""

    default_error_messages: ClassVar[Messages] = {
        "invalid": both(
            "ไม่รู้จักเขตเวลานี้ ใช้ชื่อแบบ IANA เช่น Asia/Bangkok",
            "Unknown time zone: use an IANA name such as Asia/Bangkok",
        )
    }

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str) or data not in _zones():
            self.fail("invalid")
        return data


class Listed(Field, serializers.ListField):
    """A list of so many items at most."""

    default_error_messages: ClassVar[Messages] = {
        "not_a_list": both("ต้องเป็นรายการ [ … ]", "Send a list [ … ]"),
        "too_many": both("ใส่ได้ไม่เกิน {most} รายการ", "At most {most} items"),
    }

    def __init__(
        self, child: serializers.Field[Any, Any, Any, Any], most: int, **kwargs: Any
    ) -> None:
        self.most = most
        super().__init__(child=child, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        if not isinstance(data, list):
            self.fail("not_a_list")
        if len(data) > self.most:
            self.fail("too_many", most=self.most)
        return list(self.run_child_validation(data))


class Input(serializers.Serializer[Any]):
    """What a request may carry; a name that is not declared is refused, so typos do not pass."""

    default_error_messages: ClassVar[Messages] = {
        "required": REQUIRED,
        "null": NOT_NULL,
        "invalid": both("ต้องเป็นวัตถุ JSON {{ … }}", "Send a JSON object {{ … }}"),
    }
    UNKNOWN: ClassVar[str] = both("ไม่รู้จักข้อมูลชื่อนี้ ใช้ได้: {names}", "Unknown name; known are: {names}")

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            self.fail("invalid")
        unknown = [name for name in data if name not in self.fields][:_MOST_NAMED]
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            if unknown and isinstance(error.detail, dict):
                error.detail.update(self._unknown(unknown))
            raise
        if unknown:
            raise serializers.ValidationError(self._unknown(unknown))
        return values

    def _unknown(self, names: list[str]) -> dict[str, Any]:
        message = self.UNKNOWN.format(names=", ".join(self.fields))
        return {name: [ErrorDetail(message, code="unknown_field")] for name in names}


def _whole(data: Any) -> int | None:
    if isinstance(data, str) and len(data) <= _LONGEST_NUMBER:
        digits = to_arabic_digits(data.strip())
        return (
            int(digits)
            if digits.removeprefix("-").isascii() and digits.removeprefix("-").isdigit()
            else None
        )
    if isinstance(data, float) and data.is_integer() and abs(data) < 2**53:
        return int(data)
    return data if isinstance(data, int) and not isinstance(data, bool) else None


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
