"""What DRF finds wrong with an input, as field errors with JSON pointers in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from rest_framework.exceptions import ErrorDetail
from rest_framework.settings import api_settings

from vcs.core.errors import FieldError, Text

_BETWEEN = "\x1f"

_FALLBACK = Text("ค่านี้ใช้ไม่ได้", "This value is not valid")


def both(th: str, en: str) -> str:
    """One message in two languages, as a single string that DRF can carry and format."""
    return f"{th}{_BETWEEN}{en}"


def apart(message: str) -> Text:
    """The two languages of a message written by `both`."""
    th, found, en = str(message).partition(_BETWEEN)
    return Text(th, en) if found else Text(_FALLBACK.th, str(message))


def field_errors(detail: Any, pointer: str = "") -> tuple[FieldError, ...]:
    """Every message of a DRF error structure under the pointer of what it is about."""
    return tuple(_walk(detail, pointer))


def pointer_to(*parts: str | int) -> str:
    """The JSON pointer (RFC 6901) made of these names and indexes."""
    return "".join(f"/{escape(part)}" for part in parts)


def escape(part: str | int) -> str:
    """One reference token of a JSON pointer."""
    return str(part).replace("~", "~0").replace("/", "~1")


def _walk(detail: Any, pointer: str) -> Iterator[FieldError]:
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            about_whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _walk(inner, pointer if about_whole else f"{pointer}/{escape(name)}")
    elif isinstance(detail, list):
        yield from _walk_list(detail, pointer)
    else:
        code = detail.code if isinstance(detail, ErrorDetail) else "invalid"
        yield FieldError(pointer, str(code), apart(detail))


def _walk_list(details: Iterable[Any], pointer: str) -> Iterator[FieldError]:
    for index, inner in enumerate(details):
        # A list of messages is about the field itself, a list of structures about its items.
        about_item = isinstance(inner, Mapping | list)
        yield from _walk(inner, f"{pointer}/{index}" if about_item else pointer)
