"""How a refusal is written: application/problem+json, Thai first, English on demand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.http import HttpResponse
from django.utils.translation.trans_real import parse_accept_lang_header

from api.serializers.outputs.problems import ConflictItem, SuggestionItem
from rooms.errors import BookingConflict, ConflictRow, Suggestion
from vcs.core.errors import DomainError, FieldError, Text

CONTENT_TYPE = "application/problem+json"


def problem_response(
    error: DomainError, request: Any, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """The HTTP answer to a refusal, in the language the request asks for."""
    language = language_of(request)
    body = orjson.dumps(problem(error, language))
    response = HttpResponse(body, status=error.status, content_type=CONTENT_TYPE)
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def problem(error: DomainError, language: str = "th") -> dict[str, Any]:
    """The members of a problem; what the domain error carries as data stands beside them."""
    return {
        **error.data,
        **_conflict(error),
        "type": type_path(error.code),
        "title": getattr(error.title, language),
        "status": error.status,
        "code": error.code,
        **_detail(_summary(error), language),
        **_errors(error, language),
    }


def type_path(code: str) -> str:
    """Where the kind of problem is explained."""
    return f"/api/problems/{code}"


def language_of(request: Any) -> str:
    """ "en" where Accept-Language ranks English above Thai, else "th"."""
    meta = getattr(request, "META", None) or {}
    for tag, _quality in parse_accept_lang_header(meta.get("HTTP_ACCEPT_LANGUAGE", "")):
        primary = tag.split("-")[0]
        if primary in {"th", "en"}:
            return primary
    return "th"


def _detail(text: Text, language: str) -> dict[str, str]:
    if language == "en":
        return {"detail": text.en, "detail_en": text.en, "detail_th": text.th}
    return {"detail": text.th, "detail_en": text.en}


def _summary(error: DomainError) -> Text:
    count = len(error.errors)
    if count == 1 and error.detail is error.title:
        return error.errors[0].detail
    if count > 1 and error.detail is error.title:
        return Text(f"มีข้อมูลที่ต้องแก้ไข {count} จุด", f"{count} things need correcting")
    return error.detail


def _errors(error: DomainError, language: str) -> dict[str, Any]:
    if not error.errors:
        return {}
    return {"errors": [_field(one, language) for one in error.errors]}


def _field(one: FieldError, language: str) -> dict[str, str]:
    return {"pointer": one.pointer, "code": one.code, **_detail(one.detail, language)}


def _conflict(error: DomainError) -> dict[str, Any]:
    if not isinstance(error, BookingConflict):
        return {}
    return {
        "conflicts": conflicts_out(error.conflicts),
        "suggestions": suggestions_out(error.suggestions),
    }


def conflicts_out(rows: Iterable[ConflictRow]) -> list[ConflictItem]:
    """What stands in the way, as the contract has it."""
    return [
        {
            "occurrence_starts_at": row.occurrence_starts_at,
            "resource": row.resource_id,
            "resource_name": row.resource_name,
            "other_title": row.other_title,
            "starts_at": row.starts_at,
            "ends_at": row.ends_at,
        }
        for row in rows
    ]


def suggestions_out(ways: Iterable[Suggestion]) -> list[SuggestionItem]:
    """The ways out, as the contract has them."""
    return [
        {
            "starts_at": way.starts_at,
            "ends_at": way.ends_at,
            "resources": list(way.resource_ids),
            "reason": way.reason,
        }
        for way in ways
    ]
