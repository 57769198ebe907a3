"""Addresses about the API itself: its document, its problems, and whatever is not there."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from inspect import getdoc
from typing import Any

from django.http import HttpResponse
from django.urls import resolve
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request
from rest_framework.response import Response

from api.views.base import Endpoint, refuse_large
from vcs.core.errors import DomainError, NotFound


class Schema(SpectacularAPIView):
    """`/api/schema`: the OpenAPI document, made once."""

    authentication_classes = ()

    def _get_schema_response(self, request: Any) -> Response:
        return Response(data=_document())


class Docs(SpectacularSwaggerSplitView):
    """`/api/docs`: the document to read and try; its script is a file, as the CSP wants."""

    authentication_classes = ()


class ProblemKind(Endpoint):
    """`/api/problems/{code}`: where the `type` of a problem leads."""

    authentication_classes = ()
    permission_classes = ()

    @extend_schema(exclude=True)
    def get(self, request: Request, code: str) -> HttpResponse:
        """What a kind of problem means, in both languages."""
        kind = _kinds().get(code)
        if kind is None:
            raise NotFound
        title = {"th": kind.title.th, "en": kind.title.en}
        about = {"code": code, "status": kind.status, "title": title, "meaning": getdoc(kind)}
        return self.answer(about)


class Nothing(Endpoint):
    """Every other address; one that only lacks its last slash is sent on, body and all."""

    authentication_classes = ()
    permission_classes = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        refuse_large(request)
        self.check_throttles(request)
        if self._with_slash(request.path) is None:
            raise NotFound
        self.http_method_not_allowed = self._send_on  # type: ignore[method-assign]

    def _send_on(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        query = request.META.get("QUERY_STRING", "")
        target = f"{request.path}/" + (f"?{query}" if query else "")
        return HttpResponse(status=308, headers={"Location": target})

    @staticmethod
    def _with_slash(path: str) -> str | None:
        if path.endswith("/"):
            return None
        found = resolve(f"{path}/")
        return None if getattr(found.func, "cls", None) is Nothing else f"{path}/"


@cache
def _document() -> Any:
    make: Any = SchemaGenerator
    return make().get_schema(request=None, public=True)


@cache
def _kinds() -> dict[str, type[DomainError]]:
    return {kind.code: kind for kind in _all(DomainError)}


def _all(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _all(child)
