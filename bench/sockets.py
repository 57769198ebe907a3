"""Many websocket clients in one process, light enough to measure a server beside them."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import struct
import time
from collections.abc import Sequence
from itertools import cycle

AT_ONCE = 100
ACK_EVERY = 16
TEXT, CLOSE, PING, PONG = 1, 8, 9, 10


class Client(asyncio.Protocol):
    """One client: its handshake, then the number of the last event it was told."""

    def __init__(self, crowd: Crowd, request: bytes) -> None:
        self.crowd = crowd
        self.request = request
        self.open = False
        self.buffer = b""
        self.unacknowledged = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for the upgrade."""
        self.transport = transport
        transport.write(self.request)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        """Take whole frames out of what came."""
        self.buffer += data
        if not self.open:
            head, end, rest = self.buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head[:20]:
                raise RuntimeError(head.decode())
            self.open, self.buffer = True, rest
        while self._take_frame():
            pass

    def connection_lost(self, _error: Exception | None) -> None:
        """Nobody may be lost while measuring."""
        self.crowd.lost += 1

    def _take_frame(self) -> bool:
        buffer = self.buffer
        if len(buffer) < 2:
            return False
        length, start = buffer[1], 2
        if length == 126:
            if len(buffer) < 4:
                return False
            length, start = struct.unpack_from(">H", buffer, 2)[0], 4
        if len(buffer) < start + length:
            return False
        self.buffer = buffer[start + length :]
        self._take(buffer[0] & 15, buffer[start : start + length])
        return True

    def _take(self, opcode: int, payload: bytes) -> None:
        if opcode == PING:
            self._write(PONG, payload)
        elif opcode == TEXT and payload.startswith(b'{"type":"hello"'):
            self.crowd.greeted()
        elif opcode == TEXT:
            self.crowd.told()
            self.unacknowledged += 1
            if self.unacknowledged == ACK_EVERY:
                self.unacknowledged = 0
                seq = json.loads(payload)["seq"]
                self._write(TEXT, b'{"type":"ack","seq":%d}' % seq)

    def _write(self, opcode: int, payload: bytes) -> None:
        # A mask of zeros leaves the payload as it is.
        header = bytes((128 | opcode, 128 | len(payload)))
        self.transport.write(header + bytes(4) + payload)  # type: ignore[attr-defined]


class Crowd:
    """Many clients of one address, and when the last of them was told."""

    def __init__(self, port: int, path: str, tokens: Sequence[str]) -> None:
        self.port = port
        self.path = path
        self.tokens = tokens
        self.size = 0
        self.hello = 0
        self.heard = 0
        self.lost = 0
        self.last_at = 0.0
        self.complete = asyncio.Event()

    async def open(self, size: int) -> None:
        """Connect until this many have been greeted."""
        loop = asyncio.get_running_loop()
        tokens = cycle(self.tokens)
        while self.size < size:
            step = min(AT_ONCE, size - self.size)
            requests = [self._request(next(tokens)) for _ in range(step)]
            await asyncio.gather(
                *(
                    loop.create_connection(lambda r=r: Client(self, r), "127.0.0.1", self.port)
                    for r in requests
                )
            )
            self.size += step
            while self.hello < self.size:
                await asyncio.sleep(0.005)

    def _request(self, token: str) -> bytes:
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [
            f"GET {self.path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {key}",
            "Sec-WebSocket-Version: 13",
            f"Authorization: Bearer {token}",
        ]
        return "\r\n".join([*lines, "", ""]).encode()

    def greeted(self) -> None:
        """A client was told where it stands."""
        self.hello += 1

    def told(self) -> None:
        """A client received an event."""
        self.heard += 1
        if self.heard == self.size:
            self.last_at = time.perf_counter()
            self.complete.set()

    async def everybody_told(self) -> float:
        """When the last client had the one event awaited."""
        await asyncio.wait_for(self.complete.wait(), timeout=30)
        if self.lost:
            raise RuntimeError(f"{self.lost} clients were lost")
        self.complete.clear()
        self.heard = 0
        return self.last_at
