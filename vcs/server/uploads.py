"""Refusing a body that is too large while its first bytes arrive.

Twisted collects a whole body before anybody is asked. Here the refusal goes out as soon as the
length is known, and what still comes is thrown away for a while: closing at once would have the
client's system drop the answer with the connection.
"""

from typing import Any

from daphne.http_protocol import WebRequest
from django.conf import settings
from twisted.internet import reactor as _reactor

from vcs.core.errors import TooLarge
from vcs.server.refusals import problem_body, problem_headers

LINGER_SECONDS = 15.0
reactor: Any = _reactor


class BoundedRequest(WebRequest):  # type: ignore[misc]
    """A request whose body never grows beyond the limit, in memory or on disk."""

    refused = False
    received = 0

    def gotLength(self, length: int | None) -> None:  # noqa: N802 - Twisted's name
        """Refuse by the declared length, before the client is told to go on sending."""
        too_large = length is not None and length > settings.VCS_MAX_BODY_BYTES
        super().gotLength(0 if too_large else length)
        if too_large:
            self._refuse(sending=not self.requestHeaders.hasHeader(b"expect"))

    def handleContentChunk(self, data: bytes) -> None:  # noqa: N802 - Twisted's name
        """Keep the chunk, or drop it once the body was refused."""
        self.received += len(data)
        if self.refused:
            return
        if self.received > settings.VCS_MAX_BODY_BYTES:
            self._refuse(sending=True)
        else:
            super().handleContentChunk(data)

    def process(self) -> Any:
        """Hand on a request that is whole; end the connection of a refused one."""
        if not self.refused:
            return super().process()
        self.channel.loseConnection()
        return None

    def _refuse(self, *, sending: bool) -> None:
        self.refused = True
        self.requestHeaders.removeHeader(b"expect")
        body = problem_body(TooLarge())
        lines = [b"HTTP/1.1 413 Content Too Large"]
        lines += [name + b": " + value for name, value in problem_headers(body)]
        self.channel.transport.write(b"\r\n".join([*lines, b"", body]))
        if sending:
            reactor.callLater(LINGER_SECONDS, self._end)
        else:
            self._end()

    def _end(self) -> None:
        if self.channel is not None:
            self.channel.loseConnection()
