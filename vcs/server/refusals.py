"""Refusals made before Django is asked."""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from api.problems import CONTENT_TYPE, problem
from vcs.core.errors import DomainError


def problem_body(error: DomainError) -> bytes:
    """The problem document of a refusal, Thai with English beside it."""
    return orjson.dumps(problem(error))


def problem_headers(body: bytes) -> list[tuple[bytes, bytes]]:
    """The headers that go with it; the connection ends, since the body was not read."""
    return [
        (b"content-type", CONTENT_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]


async def refuse(error: DomainError, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
    """Answer an ASGI request with the refusal."""
    body = problem_body(error)
    await send(
        {
            "type": "http.response.start",
            "status": error.status,
            "headers": problem_headers(body),
        }
    )
    await send({"type": "http.response.body", "body": body})
