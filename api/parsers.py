"""JSON in: strict UTF-8, bounded depth, no NUL that a database would choke on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.conf import settings
from rest_framework.parsers import BaseParser

from api.errors import Unreadable
from api.validation import escape
from vcs.core.errors import InvalidInput, Text, TooLarge

DEEPEST = 32


class JSONParser(BaseParser):
    """Reads application/json; whatever it lets through is safe to store as text."""

    media_type = "application/json"

    def parse(
        self,
        stream: Any,
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLarge
        return load(raw)


def load(raw: bytes) -> Any:
    """The JSON value in these bytes, refused where it is broken, too deep or holds a NUL."""
    try:
        raw.decode()
    except UnicodeDecodeError as error:
        raise _not_utf8(error.start) from error
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise _broken(error) from error
    if _depth(value) > DEEPEST:
        raise Unreadable(
            Text(f"ข้อมูลซ้อนกันเกิน {DEEPEST} ชั้น", f"Nested more than {DEEPEST} levels deep")
        )
    if b"\\u0000" in raw:
        _refuse_nul(value)
    return value


def _not_utf8(position: int) -> Unreadable:
    return Unreadable(
        Text(
            f"ไบต์ที่ {position} ไม่ใช่ UTF-8 ส่งข้อความเป็น UTF-8",
            f"Byte {position} is not UTF-8; send the body as UTF-8",
        )
    )


def _broken(error: orjson.JSONDecodeError) -> Unreadable:
    where = f"{error.lineno}:{error.colno}"
    return Unreadable(
        Text(
            f"JSON ผิดรูปแบบที่บรรทัด:คอลัมน์ {where}",
            f"The JSON is broken at line:column {where}: {error.msg}",
        )
    )


def _depth(value: Any) -> int:
    depth = 0
    layer = [value]
    while layer and depth <= DEEPEST:
        layer = [inner for one in layer for inner in _inside(one)]
        depth += 1
    return depth


def _inside(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [one for one in value.values() if isinstance(one, dict | list)]
    if isinstance(value, list):
        return [one for one in value if isinstance(one, dict | list)]
    return []


def _refuse_nul(value: Any) -> None:
    for pointer in _nuls(value, ""):
        raise InvalidInput.field(
            pointer,
            "nul_character",
            Text("มีอักขระ NUL ลบออกก่อนส่ง", "Holds a NUL character; remove it"),
        )


def _nuls(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, str) and "\0" in value:
        yield pointer
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _nuls(name, pointer)
            yield from _nuls(inner, f"{pointer}/{escape(name)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _nuls(inner, f"{pointer}/{index}")
