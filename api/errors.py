"""Every refusal of the API is a problem (RFC 9457): DRF's, Django's, the domain's, and a bug's."""

from __future__ import annotations

import logging
import math
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import psycopg
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.core.signals import got_request_exception
from django.db import OperationalError
from django.http import Http404, HttpResponse
from django.http.request import UnreadablePostError
from rest_framework import exceptions as drf

from api import validation
from api.problems import problem_response
from vcs.core.errors import (
    Busy,
    DomainError,
    InvalidInput,
    NotAllowed,
    NotFound,
    Text,
    TooLarge,
)
from vcs.core.transactions import is_passing

log = logging.getLogger("vcs.api")


class NotAuthenticated(DomainError):
    """Nobody is signed in."""

    code = "not_authenticated"
    status = 401
    title = Text(
        "ต้องเข้าสู่ระบบก่อน หรือส่งหัวข้อ Authorization: Bearer <โทเค็น>",
        "Sign in first, or send Authorization: Bearer <token>",
    )


class BadToken(DomainError):
    """The key sent is unknown, revoked, or its owner may no longer sign in."""

    code = "bad_token"
    status = 401
    title = Text(
        "โทเค็นใช้ไม่ได้ ขอโทเค็นใหม่จากผู้ดูแลระบบ", "The token is not valid; ask an admin for a new one"
    )


class CsrfFailed(NotAllowed):
    """A browser's write came without the page's token, so it may come from another site."""

    code = "csrf_failed"
    title = Text(
        "หน้านี้หมดอายุ โปรดโหลดหน้าใหม่แล้วลองอีกครั้ง",
        "The CSRF token is missing or old; reload the page and try again",
    )


class Unreadable(DomainError):
    """The body is not what its Content-Type says."""

    code = "parse_error"
    status = 400
    title = Text("อ่านข้อมูลที่ส่งมาไม่ได้", "The body cannot be read")


class MalformedQuery(DomainError):
    """The address carries bytes that are not text."""

    code = "malformed_query"
    status = 400
    title = Text(
        "ที่อยู่มีอักขระที่อ่านไม่ได้ เข้ารหัสพารามิเตอร์เป็น UTF-8",
        "The address holds bytes that are not text; encode parameters as UTF-8",
    )


class MethodNotAllowed(DomainError):
    """The address exists but not with this method."""

    code = "method_not_allowed"
    status = 405
    title = Text("ที่อยู่นี้ไม่รับคำสั่งแบบนี้", "This address does not take this method")


class UnsupportedType(DomainError):
    """The body's media type is not one the address takes."""

    code = "unsupported_media_type"
    status = 415
    title = Text("ไม่รับข้อมูลชนิดนี้", "This media type is not accepted")


class NotAcceptable(DomainError):
    """None of the forms the client takes is one the address gives."""

    code = "not_acceptable"
    status = 406
    title = Text("ไม่มีข้อมูลในรูปแบบที่ขอ", "None of the accepted forms can be given")


class Throttled(DomainError):
    """Too many requests in a short time; a pause helps."""

    code = "throttled"
    status = 429
    title = Text("ส่งคำขอถี่เกินไป โปรดรอสักครู่", "Too many requests; wait a moment")


class InternalError(DomainError):
    """A bug of ours: told in the log under the incident's number, never in the answer."""

    code = "internal_error"
    status = 500
    title = Text(
        "ระบบขัดข้อง โปรดแจ้งผู้ดูแลระบบพร้อมเลขเหตุการณ์",
        "Something went wrong here; tell an admin the incident number",
    )


def problem_handler(exc: Exception, context: Mapping[str, Any]) -> HttpResponse:
    """Answer any exception of a view with a problem; no exception leaves the API."""
    view, request = context.get("view"), context.get("request")
    headers = _headers(exc, view)
    error = as_domain_error(exc, view)
    if isinstance(error, InternalError):
        _tell(exc, error, request)
    return problem_response(error, request, headers)


def as_domain_error(exc: Exception, view: object = None) -> DomainError:
    """The refusal that an exception amounts to; InternalError for whatever nobody foresaw."""
    if isinstance(exc, DomainError):
        return exc
    if isinstance(exc, drf.APIException):
        return _from_drf(exc, view)
    if isinstance(exc, OperationalError) and (is_passing(exc) or is_unreachable(exc)):
        return Busy()
    return _from_django(exc)


def is_unreachable(error: OperationalError) -> bool:
    """Whether PostgreSQL could not be talked to, is ending, or has no place for us just now."""
    if not isinstance(error.__cause__, psycopg.OperationalError):
        return False
    state = error.__cause__.sqlstate
    return state is None or state.startswith(("08", "53", "57P"))


def _from_django(exc: Exception) -> DomainError:
    if isinstance(exc, Http404):
        return NotFound()
    if isinstance(exc, PermissionDenied):
        return NotAllowed()
    if isinstance(exc, RequestDataTooBig):
        return TooLarge()
    if isinstance(exc, SuspiciousOperation | UnreadablePostError):
        return Unreadable()
    return _incident()


def _from_drf(exc: drf.APIException, view: object) -> DomainError:
    if isinstance(exc, drf.ValidationError):
        return InvalidInput(errors=validation.field_errors(exc.detail))
    if isinstance(exc, drf.MethodNotAllowed):
        allowed = ", ".join(_allowed(view))
        return MethodNotAllowed(
            Text(f"ที่อยู่นี้รับเฉพาะ {allowed}", f"This address takes {allowed} only")
        )
    if isinstance(exc, drf.UnsupportedMediaType):
        accepted = ", ".join(_accepted(view))
        return UnsupportedType(
            Text(f"ส่งเป็น {accepted} เท่านั้น", f"Send the body as {accepted}"),
        )
    if isinstance(exc, drf.Throttled):
        seconds = retry_after(exc)
        return Throttled(
            Text(f"ส่งคำขอถี่เกินไป รออีก {seconds} วินาที", f"Too many requests; wait {seconds} s")
        )
    simple: dict[type[drf.APIException], type[DomainError]] = {
        drf.NotAuthenticated: NotAuthenticated,
        drf.AuthenticationFailed: BadToken,
        drf.PermissionDenied: NotAllowed,
        drf.NotFound: NotFound,
        drf.ParseError: Unreadable,
        drf.NotAcceptable: NotAcceptable,
    }
    found = simple.get(type(exc))
    return found() if found else _incident()


def retry_after(exc: drf.Throttled) -> int:
    """Whole seconds to wait, at least one."""
    return max(1, math.ceil(getattr(exc, "wait", None) or 1))


def _headers(exc: Exception, view: object) -> dict[str, str]:
    if isinstance(exc, drf.Throttled):
        return {"Retry-After": str(retry_after(exc))}
    if isinstance(exc, Busy):
        return {"Retry-After": "1"}
    if isinstance(exc, drf.NotAuthenticated | drf.AuthenticationFailed):
        return {"WWW-Authenticate": 'Bearer realm="api"'}
    if isinstance(exc, drf.MethodNotAllowed):
        return {"Allow": ", ".join(_allowed(view))}
    if isinstance(exc, drf.UnsupportedMediaType):
        return {"Accept-Post": ", ".join(_accepted(view))}
    return {}


def _allowed(view: object) -> list[str]:
    return list(getattr(view, "allowed_methods", []))


def _accepted(view: object) -> list[str]:
    return [parser.media_type for parser in getattr(view, "parser_classes", [])]


def _incident() -> InternalError:
    return InternalError(data={"incident": uuid4().hex[:12]})


def _tell(exc: Exception, error: InternalError, request: Any) -> None:
    path = getattr(request, "path", "")
    log.error("internal_error %s %s", error.data["incident"], path, exc_info=exc)
    got_request_exception.send(sender=None, request=getattr(request, "_request", request))
