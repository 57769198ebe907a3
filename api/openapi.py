"""The OpenAPI document: answers from the TypedDicts that views return, problems everywhere."""

from __future__ import annotations

import types
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from inspect import getdoc
from typing import (
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ResolvedComponent
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, PolymorphicProxySerializer

from api import examples
from api.problems import CONTENT_TYPE
from api.serializers.outputs.common import Stamp
from api.serializers.outputs.problems import Problem

Schema = dict[str, Any]

BASIC: dict[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    datetime: {"type": "string", "format": "date-time"},
    date: {"type": "string", "format": "date"},
    Stamp: {"type": "string", "format": "date-time"},
    object: {},
    Any: {},
}
PROBLEMS: dict[int, str] = {
    400: "The input cannot be read or is not valid; `errors` names each field.",
    401: "Nobody is signed in, or the token is not valid.",
    403: "The person may not do this.",
    404: "There is no such thing, or not for this person.",
    409: "It collides with something booked, or its state does not allow this.",
    412: "If-Match names another version than the one stored.",
    413: "The body is larger than the service takes.",
    415: "The body's media type is not one of those above.",
    422: "The Idempotency-Key was used for another request.",
    429: "Too many requests; Retry-After says how long to wait.",
    503: "The service is busy; nothing was saved, and a retry after Retry-After is safe.",
}
VERBS = {"GET": "read", "POST": "post", "PATCH": "change", "DELETE": "remove", "PUT": "replace"}
_NEXT: Schema = {"next": {"type": "string", "format": "uri", "nullable": True}}
DONE = {200: "Done.", 201: "Made.", 204: "Gone."}
_ALWAYS = (400, 401, 403, 429, 503)
_WITH_BODY = (409, 413, 415)


@dataclass(frozen=True)
class PageOf:
    """The schema of a cursor page of these."""

    item: Any


@dataclass(frozen=True)
class ListOf:
    """The schema of a whole list under `results`."""

    item: Any


def either(name: str, *shapes: Any) -> PolymorphicProxySerializer:
    """The schema of a body that is one of several shapes."""
    return PolymorphicProxySerializer(
        component_name=name, serializers=list(shapes), resource_type_field_name=None
    )


def _header(name: str, description: str) -> OpenApiParameter:
    return OpenApiParameter(name, str, OpenApiParameter.HEADER, description=description)


class Operations(AutoSchema):
    """Adds to drf-spectacular: TypedDict answers, and the problems that any operation may give."""

    def get_tags(self) -> list[str]:
        """One tag per collection, the first name of the path."""
        return [self.path.removeprefix("/api/v1/").partition("/")[0] or "api"]

    def get_summary(self) -> str | None:
        """The first sentence of the handler's docstring."""
        return self._docstring().partition("\n")[0] or None

    def get_description(self) -> str:  # type: ignore[override]
        """What follows the first sentence of the handler's docstring."""
        return self._docstring().partition("\n")[2].strip()

    def get_operation_id(self) -> str:
        """Name of the view's handler, such as bookings_approve."""
        parts = (part.replace(".", "_") for part in self._tokenize_path())
        names = [part for part in parts if part not in {"api", "v1"}]
        return "_".join([*names, "list" if self._is_list() else VERBS[self.method]])

    def _resolve_path_parameters(self, variables: list[str]) -> list[Schema]:
        resolve: Any = super()._resolve_path_parameters
        parameters: list[Schema] = resolve(variables)
        for parameter in parameters:
            if parameter["name"] == "id":
                parameter["schema"] = {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}
        return parameters

    def get_override_parameters(self) -> list[Any]:
        """The headers that every operation of a kind takes, and those it declares itself."""
        return [*super().get_override_parameters(), *self._headers()]

    def _headers(self) -> Iterable[OpenApiParameter]:
        if self.method == "POST":
            yield _header("Idempotency-Key", "Repeat a request safely: one key, one effect.")
        elif self.method in {"PATCH", "PUT", "DELETE"}:
            yield _header("If-Match", "The `ETag` that was read; 412 if it has changed since.")
        elif self._is_versioned():
            yield _header("If-None-Match", "The `ETag` that is known; 304 if it has not changed.")

    def _is_versioned(self) -> bool:
        return self.path.endswith("}/")

    def _is_list(self) -> bool:
        answers = self.get_response_serializers()
        many = isinstance(answers, dict) and isinstance(answers.get(200), PageOf | ListOf)
        return many and self.method == "GET"

    def _docstring(self) -> str:
        return getdoc(getattr(self.view, self.method.lower(), None)) or ""

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies: Schema = super()._get_response_bodies(direction)
        for status, body in bodies.items():
            body["description"] = body["description"] or DONE[int(status)]
        if self.method == "GET" and self._is_versioned():
            bodies["304"] = {"description": "It is the version that If-None-Match names."}
        for code in self._problem_statuses():
            bodies.setdefault(str(code), self._problem(code))
        return dict(sorted(bodies.items()))

    def _problem_statuses(self) -> Iterable[int]:
        yield from _ALWAYS
        if "{" in self.path:
            yield 404
        if self.method in {"POST", "PATCH", "PUT", "DELETE"}:
            yield from (*_WITH_BODY, 412, 422)

    def _problem(self, status: int) -> Schema:
        media = {"schema": self.schema_of(Problem)}
        if status in examples.PROBLEMS:
            media["example"] = examples.PROBLEMS[status]
        return {"description": PROBLEMS[status], "content": {CONTENT_TYPE: media}}

    def _get_response_for_code(
        self,
        serializer: Any,
        status_code: Any,
        media_types: Any = None,
        direction: Any = "response",
    ) -> Schema:
        build: Any = super()._get_response_for_code
        response: Schema = build(self._resolved(serializer), status_code, media_types, direction)
        return response

    def _resolved(self, answer: Any) -> Any:
        if isinstance(answer, OpenApiResponse):
            answer.response = self._resolved(answer.response)
            return answer
        if is_typeddict(answer) or isinstance(answer, PageOf | ListOf):
            return self.schema_of(answer)
        return answer

    def schema_of(self, hint: Any) -> Schema:
        """The JSON schema of a type; every TypedDict becomes a component of its name."""
        if isinstance(hint, PageOf):
            return self._page(hint.item, _NEXT)
        if isinstance(hint, ListOf):
            return self._page(hint.item, {})
        if is_typeddict(hint):
            return self._component(hint.__name__, hint)
        if hint in BASIC:
            return dict(BASIC[hint])
        return self._generic(hint)

    def _generic(self, hint: Any) -> Schema:
        origin, args = get_origin(hint), get_args(hint)
        if origin in {Union, types.UnionType}:
            return self._union(args)
        if origin is Literal:
            return {"type": "string", "enum": list(args)}
        if origin is list:
            return {"type": "array", "items": self.schema_of(args[0])}
        if origin is tuple:
            count = len(args)
            return {
                "type": "array",
                "items": self.schema_of(args[0]),
                "minItems": count,
                "maxItems": count,
            }
        if origin is dict:
            return {"type": "object", "additionalProperties": self.schema_of(args[1])}
        if origin in {NotRequired, Required}:
            return self.schema_of(args[0])
        raise TypeError(f"no schema for {hint!r}")

    def _union(self, args: tuple[Any, ...]) -> Schema:
        options = [self.schema_of(arg) for arg in args if arg is not type(None)]
        schema = options[0] if len(options) == 1 else {"oneOf": options}
        if type(None) not in args:
            return schema
        return (
            {"allOf": [schema], "nullable": True}
            if "$ref" in schema
            else schema | {"nullable": True}
        )

    def _page(self, item: Any, more: Schema) -> Schema:
        results = {"type": "array", "items": self.schema_of(item)}
        properties = {"results": results, **more}
        return {"type": "object", "properties": properties, "required": list(properties)}

    def _component(self, name: str, hint: Any) -> Schema:
        make: Any = ResolvedComponent
        component = make(name=name, type=ResolvedComponent.SCHEMA, object=hint)
        if component not in self.registry:
            component.schema = {}
            self.registry.register(component)
            component.schema = self._object(hint)
        reference: Schema = self.registry[component].ref
        return reference

    def _object(self, hint: Any) -> Schema:
        # Not __required_keys__: it cannot see NotRequired in annotations kept as strings.
        hints = get_type_hints(hint, include_extras=True)
        required = [name for name, kind in hints.items() if get_origin(kind) is not NotRequired]
        schema: Schema = {
            "type": "object",
            "properties": {name: self.schema_of(kind) for name, kind in hints.items()},
        }
        if required:
            schema["required"] = required
        if hint.__doc__:
            schema["description"] = getdoc(hint)
        return schema


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How a program signs its requests."""

    target_class = "api.authentication.BearerAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token made by `manage.py create_token USERNAME`.",
        }


class SessionScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """How the browser is known."""

    target_class = "api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> Schema:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "sessionid",
            "description": "The session of the sign-in page; writes also send X-CSRFToken.",
        }
