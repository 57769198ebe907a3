"""Many requests over kept connections from one process, light enough to measure a server by."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field

BUFFER_BYTES = 1024 * 1024
LENGTH = re.compile(rb"(?i)\r\ncontent-length: (\d+)")


@dataclass
class Load:
    """What was asked and how it was answered."""

    request: bytes
    status: bytes
    done: int = 0
    received: int = 0
    problems: list[str] = field(default_factory=list)
    stopping: bool = False

    @classmethod
    def get(cls, path: str, status: int, **headers: str) -> Load:
        """GET of a path with headers; every answer must have the status."""
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1"]
        lines += [f"{name.replace('_', '-')}: {text}" for name, text in headers.items()]
        return cls("\r\n".join([*lines, "", ""]).encode(), str(status).encode())

    def per_second(self, port: int, *, connections: int = 16, seconds: float = 4.0) -> float:
        """Answers a second while all connections ask again as soon as they are answered."""
        return asyncio.run(self._run(port, connections, seconds))

    async def _run(self, port: int, connections: int, seconds: float) -> float:
        loop = asyncio.get_running_loop()
        for _ in range(connections):
            await loop.create_connection(lambda: Caller(self), "127.0.0.1", port)
        await asyncio.sleep(0.5)
        before, begun = self.done, time.perf_counter()
        await asyncio.sleep(seconds)
        rate = (self.done - before) / (time.perf_counter() - begun)
        self.stopping = True
        if self.problems:
            raise RuntimeError(self.problems[0])
        return rate


class Caller(asyncio.BufferedProtocol):
    """One connection: a request, the whole answer, the next request."""

    def __init__(self, load: Load) -> None:
        self.load = load
        self.buffer = bytearray(BUFFER_BYTES)
        self.head = b""
        self.left = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the first time."""
        self.transport = transport
        transport.write(self.load.request)  # type: ignore[attr-defined]

    def get_buffer(self, _hint: int) -> bytearray:
        """Where the next bytes go; bodies are counted, not kept."""
        return self.buffer

    def buffer_updated(self, count: int) -> None:
        """Take what came."""
        self.load.received += count
        if self.left:
            self._body(count)
            return
        self.head += bytes(memoryview(self.buffer)[:count])
        head, end, rest = self.head.partition(b"\r\n\r\n")
        if end:
            self._answered(head, len(rest))

    def connection_lost(self, _error: Exception | None) -> None:
        """Nobody may be lost while measuring."""
        if not self.load.stopping:
            self.load.problems.append("a connection was lost")

    def _answered(self, head: bytes, body: int) -> None:
        self.head = b""
        if head[9:12] != self.load.status:
            self.load.problems.append(head.decode(errors="replace"))
        length = LENGTH.search(head)
        self.left = int(length[1]) if length else 0
        self._body(body)

    def _body(self, count: int) -> None:
        self.left -= count
        if self.left == 0 and not self.load.stopping:
            self.load.done += 1
            self.transport.write(self.load.request)  # type: ignore[attr-defined]
