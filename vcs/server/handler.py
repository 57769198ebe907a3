"""Django behind ASGI in one hop: middleware and view together in one thread of a bounded pool.

Django's own handler crosses a thread for each synchronous middleware. Here the whole chain is
loaded synchronous and a request changes threads once. A thread keeps its database connections.
"""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from itertools import chain
from typing import IO, Any

from django.conf import settings
from django.core import signals
from django.core.exceptions import RequestAborted
from django.core.handlers.asgi import ASGIHandler, get_script_prefix
from django.core.handlers.base import BaseHandler
from django.http import FileResponse
from django.http.response import HttpResponseBase
from django.urls import set_script_prefix

from vcs.core.errors import TooLarge
from vcs.server.refusals import refuse

Scope = dict[str, Any]
Event = dict[str, Any]
Receive = Callable[[], Awaitable[Event]]
Send = Callable[[Event], Awaitable[None]]

# So much of a streamed answer is read ahead: most files then go out as a plain answer.
READ_AHEAD_BYTES = 256 * 1024
SEND_TIMEOUT_SECONDS = 60


@dataclass(slots=True)
class Exchange:
    """What the thread needs to answer by itself where the answer is streamed."""

    scope: Scope
    loop: asyncio.AbstractEventLoop
    send: Send
    gone: bool = False

    def send_now(self, event: Event) -> None:
        """Send from the thread and wait until the server took it."""
        if self.gone:
            raise RequestAborted
        sending = asyncio.run_coroutine_threadsafe(_as_coroutine(self.send, event), self.loop)
        sending.result(SEND_TIMEOUT_SECONDS)


class PooledHandler(ASGIHandler):
    """The ASGI application that is Django, on threads of its own."""

    def __init__(self, threads: int) -> None:
        BaseHandler.__init__(self)
        self.load_middleware(is_async=False)
        self.executor = ThreadPoolExecutor(threads, thread_name_prefix="web")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # type: ignore[override]
        """Read the request, have it answered in a thread, send the answer."""
        try:
            body = await self._read(scope, receive)
        except RequestAborted:
            return
        except TooLarge as error:
            await refuse(error, send)
            return
        loop = asyncio.get_running_loop()
        exchange = Exchange(scope, loop, send)
        watching = asyncio.ensure_future(_watch(receive, exchange))
        try:
            answer = partial(copy_context().run, self._answer, exchange, body)
            for event in await loop.run_in_executor(self.executor, answer):
                await send(event)
        except RequestAborted:
            return
        finally:
            watching.cancel()

    async def _read(self, scope: Scope, receive: Receive) -> IO[bytes]:
        """The body, on disk where large; TooLarge before the first byte where one can know."""
        limit: int = settings.VCS_MAX_BODY_BYTES
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if declared.isdigit() and int(declared) > limit:
            raise TooLarge
        read = 0

        async def counted() -> Event:
            nonlocal read
            event = await receive()
            read += len(event.get("body", b""))
            if read > limit:
                raise TooLarge
            return event

        return await self.read_body(counted)

    def _answer(self, exchange: Exchange, body: IO[bytes]) -> list[Event]:
        """Run Django; gives what is left to send. Ends with request_finished in this thread."""
        try:
            set_script_prefix(get_script_prefix(exchange.scope))
            signals.request_started.send(sender=self.__class__, scope=exchange.scope)
            response = self._response(exchange.scope, body)
            try:
                return _stream(response, exchange) if response.streaming else _events(response)
            finally:
                response.close()
        finally:
            body.close()

    def _response(self, scope: Scope, body: IO[bytes]) -> Any:
        request, refusal = self.create_request(scope, body)
        response: Any = refusal if request is None else self.get_response(request)
        # Who sends request_finished when the response is closed.
        response._handler_class = self.__class__
        return response


async def _watch(receive: Receive, exchange: Exchange) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue
    exchange.gone = True


async def _as_coroutine(send: Send, event: Event) -> None:
    await send(event)


def _stream(response: Any, exchange: Exchange) -> list[Event]:
    """Send a streamed answer from this thread, unless it turns out short."""
    if isinstance(response, FileResponse):
        response.block_size = PooledHandler.chunk_size
    parts = iter(response)
    ahead: list[bytes] = []
    while sum(map(len, ahead)) < READ_AHEAD_BYTES:
        part = next(parts, None)
        if part is None:
            return [_start(response), _body(b"".join(ahead))]
        ahead.append(part)
    exchange.send_now(_start(response))
    for part in chain(ahead, parts):
        exchange.send_now(_body(part, more=True))
    return [_body(b"")]


def _events(response: Any) -> list[Event]:
    return [_start(response), _body(response.content)]


def _start(response: HttpResponseBase) -> Event:
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in response.items()]
    headers += [
        (b"Set-Cookie", cookie.output(header="").encode("ascii").strip())
        for cookie in response.cookies.values()
    ]
    return {"type": "http.response.start", "status": response.status_code, "headers": headers}


def _body(content: bytes, *, more: bool = False) -> Event:
    return {"type": "http.response.body", "body": content, "more_body": more}
