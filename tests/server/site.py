"""A site for tests of the server: views that say in which thread they ran, wait, stream, fail."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

from django.db import connection
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils import translation

from vcs.urls import urlpatterns as real

LINES = 2000
LINE = b"x" * 511 + b"\n"


def where(_request: HttpRequest) -> JsonResponse:
    """The thread and its database connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"thread": threading.get_ident(), "connection": id(connection.connection)})


def slow(request: HttpRequest) -> HttpResponse:
    """Takes its time."""
    time.sleep(float(request.GET["seconds"]))
    return HttpResponse("done")


def stream(_request: HttpRequest) -> StreamingHttpResponse:
    """A megabyte, line by line."""

    def lines() -> Iterator[bytes]:
        for _ in range(LINES):
            yield LINE

    return StreamingHttpResponse(lines(), content_type="text/plain")


def short_stream(_request: HttpRequest) -> StreamingHttpResponse:
    """A few bytes in two parts."""
    return StreamingHttpResponse([b"a", b"b"])


def this_file(_request: HttpRequest) -> FileResponse:
    """This very file."""
    from pathlib import Path

    return FileResponse(Path(__file__).open("rb"))


def upload(request: HttpRequest) -> JsonResponse:
    """What was uploaded."""
    return JsonResponse({"size": request.FILES["file"].size, "name": request.POST["name"]})


def fail(_request: HttpRequest) -> HttpResponse:
    """A bug."""
    raise RuntimeError("a bug")


def english(_request: HttpRequest) -> HttpResponse:
    """Leaves a language behind, as a careless view might."""
    translation.activate("en")
    return HttpResponse("en")


def language(_request: HttpRequest) -> HttpResponse:
    """The language in force where the view begins."""
    return HttpResponse(translation.get_language())


urlpatterns = [
    path("test/where", where),
    path("test/slow", slow),
    path("test/stream", stream),
    path("test/short-stream", short_stream),
    path("test/file", this_file),
    path("test/upload", upload),
    path("test/fail", fail),
    path("test/english", english),
    path("test/language", language),
    *real,
]
