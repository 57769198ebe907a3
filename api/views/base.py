"""What every address of the API does in the same way."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping
from functools import cache, wraps
from typing import Any, TypeVar, cast

import orjson
from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.views import APIView

from api import conditional, idempotency
from api.authentication import BearerAuthentication, SessionAuthentication
from api.errors import BadToken, MalformedQuery
from api.fields import Input
from api.idempotency import AlreadyAnswered, Answer, KeyInUse, Ledger
from api.openapi import Operations
from api.parsers import JSONParser
from api.renderers import JSONRenderer, OneFormat
from api.throttling import AnonThrottle, UserThrottle
from vcs.core.errors import InvalidInput, NotFound, Text, TooLarge
from vcs.directory import policy
from vcs.directory.models import User

R = TypeVar("R")
M = TypeVar("M", bound=Model)
Handler = Callable[..., HttpResponse]

_WORTH_COMPRESSING = 1400
_FASTEST = 1
# In one pass, where gzip.compress counts its checksum in a second.
_GZIP = 31


class Endpoint(APIView):
    """One address, answering JSON and problems, for people and programs that are known."""

    authentication_classes: Any = (BearerAuthentication, SessionAuthentication)
    permission_classes: Any = (IsAuthenticated,)
    renderer_classes = (JSONRenderer,)
    parser_classes: Any = (JSONParser,)
    throttle_classes = (UserThrottle, AnonThrottle)
    content_negotiation_class = OneFormat
    http_method_names: Any = ("get", "post", "put", "patch", "delete", "head")
    schema = Operations()
    request: Request

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse what is too large or too much before anything of it is read."""
        refuse_large(request)
        refuse_nul(request)
        try:
            self.perform_authentication(request)
        except BadToken:
            AnonThrottle.count(request, self)
            raise
        self.check_throttles(request)
        self.check_permissions(request)

    @property
    def user(self) -> User:
        """Who is asking; only known people get this far."""
        return cast("User", self.request.user)

    def body(self, shape: type[Input]) -> dict[str, Any]:
        """The request's body, if it has the shape; refused by field otherwise."""
        data = self.request.data
        return cast("dict[str, Any]", _reader(shape).run_validation(data))

    def query(self, shape: type[Input]) -> dict[str, Any]:
        """The parameters of the address that the shape knows; others are left alone."""
        reader = _reader(shape)
        given = {k: v for k, v in self.request.query_params.items() if k in reader.fields}
        return cast("dict[str, Any]", reader.run_validation(given))

    def answer(self, data: Any, status: int = 200, **headers: str) -> HttpResponse:
        """A JSON answer, compressed if it is long and the client takes that."""
        return respond(self.request, orjson.dumps(data), status, headers)

    def one(self, version: int, data: Callable[[], Any]) -> HttpResponse:
        """A single resource under its version's entity tag; 304 without rendering if known."""
        headers = {"ETag": conditional.etag(version), "Cache-Control": "private, no-cache"}
        if conditional.is_known(self.request, version):
            return HttpResponseNotModified(headers=headers)
        # Not compressed: a strong entity tag stands for one sequence of bytes.
        return plain(orjson.dumps(data()), 200, headers)

    def write(
        self,
        work: Callable[[], R],
        render: Callable[[R], Mapping[str, Any]],
        *,
        status: int = 200,
        location: str | None = None,
        secret: bool = False,
    ) -> HttpResponse:
        """Do the work and answer with its result, under the Idempotency-Key if there is one.

        A `secret` answer tells what is told once; it is stored encrypted.
        """

        def answer(result: R) -> Answer:
            return _answer(render(result), status, location)

        ledger: Ledger | None = getattr(self.request, "ledger", None)
        if ledger is not None:
            ledger.answer, ledger.is_secret = answer, secret
        with idempotency.joined(ledger):
            result = work()
        given = ledger.given if ledger and ledger.given else answer(result)
        return plain(given.body, given.status, given.headers)

    def find(self, rows: QuerySet[M], pk: int) -> M:
        """The row of that id among those this person may see; NotFound for any other."""
        found = policy.visible(rows, self.user).filter(pk=pk).first()
        if found is None:
            raise NotFound
        return found

    def named(self, rows: QuerySet[M], pk: int, pointer: str) -> M:
        """As `find`, for an id that the body gives: refused by its place there."""
        try:
            return self.find(rows, pk)
        except NotFound as error:
            text = Text("ไม่มีรายการเลขนี้ หรือเป็นของสำนักงานอื่น", "There is no such thing for you")
            raise InvalidInput.field(pointer, "unknown_id", text) from error

    @property
    def expected_version(self) -> int | None:
        """The version that If-Match insists on."""
        return conditional.expected_version(self.request)


def idempotent(handler: Handler) -> Handler:
    """Let a POST be repeated under its Idempotency-Key: done once, answered the same each time."""

    @wraps(handler)
    def wrapper(view: Endpoint, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        key = idempotency.key_of(request)
        if key is None:
            return handler(view, request, *args, **kwargs)
        ledger = Ledger(view.user, key, idempotency.fingerprint_of(request))
        request.ledger = ledger  # type: ignore[attr-defined]
        try:
            return handler(view, request, *args, **kwargs)
        except AlreadyAnswered as error:
            stored = ledger.stored()
            if stored is None:
                raise KeyInUse from error
        except Exception:
            # What was right the first time may be refused now; the answer is still the first.
            stored = ledger.stored()
            if stored is None:
                raise
        return replayed(stored)

    return wrapper


def replayed(stored: Answer) -> HttpResponse:
    """The answer given before, marked as such."""
    response = plain(stored.body, stored.status, stored.headers)
    response["Idempotency-Replayed"] = "true"
    return response


def respond(
    request: Request, body: bytes, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """An answer of JSON bytes, compressed if it is long and the client takes that."""
    long = len(body) >= _WORTH_COMPRESSING
    takes_gzip = long and "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    sent = zlib.compress(body, _FASTEST, wbits=_GZIP) if takes_gzip else body
    response = plain(sent, status, headers or {})
    if takes_gzip:
        response["Content-Encoding"] = "gzip"
    if long:
        patch_vary_headers(response, ("Accept-Encoding",))
    return response


def plain(body: bytes, status: int, headers: Mapping[str, str]) -> HttpResponse:
    """An answer of JSON bytes as they are."""
    response = HttpResponse(body, status=status, content_type="application/json")
    response.headers.setdefault("Cache-Control", "private, no-store")
    for name, value in headers.items():
        response[name.replace("_", "-")] = value
    return response


def refuse_large(request: Any) -> None:
    """Refuse by its announced length a body that is larger than the service takes at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    if length.isascii() and length.isdigit() and int(length[:19]) > settings.VCS_MAX_BODY_BYTES:
        raise TooLarge


def refuse_nul(request: Any) -> None:
    """Refuse an address with a NUL or broken UTF-8 in its parameters, which no database takes."""
    query = request.META.get("QUERY_STRING", "")
    if "%00" in query or "\0" in query or "\ufffd" in "".join(request.GET.values()):
        raise MalformedQuery


def _answer(data: Mapping[str, Any], status: int, location: str | None) -> Answer:
    headers = {}
    if location is not None:
        headers["Location"] = location.format(id=data["id"])
    if "version" in data:
        headers["ETag"] = conditional.etag(data["version"])
    return Answer(status, orjson.dumps(data), headers)


@cache
def _reader(shape: type[Input]) -> Input:
    # A serializer keeps no state while it validates, so one of a kind serves every thread.
    reader = shape()
    reader.fields  # noqa: B018 - built here once
    return reader
