"""What goes over a socket, encoded once for everybody; pure."""

import struct
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson

CLOSE_GOING_AWAY = 4012
CLOSE_BAD_FRAME = 4400
CLOSE_SIGNED_OUT = 4401
CLOSE_NOT_ALLOWED = 4403
CLOSE_TOO_SLOW = 4408

FINAL_TEXT = 0x81
SHORT, MEDIUM = 126, 65_536

RESET = '{"type":"reset"}'


@dataclass(frozen=True)
class LiveEvent:
    """One event as read from the log."""

    stream: str
    seq: int
    name: str
    data: dict[str, Any]

    @cached_property
    def frame(self) -> str:
        """The text every client of the stream receives."""
        return _text({"type": "event", "seq": self.seq, "name": self.name, "data": self.data})

    @cached_property
    def wire(self) -> bytes:
        """The same as a websocket frame (RFC 6455: final, text, from a server, so unmasked)."""
        payload = self.frame.encode()
        size = len(payload)
        if size < SHORT:
            return bytes((FINAL_TEXT, size)) + payload
        form, mark = (">H", 126) if size < MEDIUM else (">Q", 127)
        return bytes((FINAL_TEXT, mark)) + struct.pack(form, size) + payload


def hello(stream: str, seq: int) -> str:
    """The first frame: events with higher numbers will follow by themselves."""
    return _text({"type": "hello", "stream": stream, "seq": seq})


def parse(text: str | None) -> dict[str, Any] | None:
    """A client's frame, or None if it is not a JSON object with a type."""
    try:
        frame = orjson.loads(text or "")
    except orjson.JSONDecodeError:
        return None
    return frame if isinstance(frame, dict) and isinstance(frame.get("type"), str) else None


def number(frame: dict[str, Any]) -> int | None:
    """The frame's `seq`, if it is a number a stream could have."""
    seq = frame.get("seq")
    return seq if type(seq) is int and 0 <= seq < 2**63 else None


def _text(frame: dict[str, Any]) -> str:
    return orjson.dumps(frame).decode()
