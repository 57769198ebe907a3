"""Feeds over HTTP, answered before Django's middleware from bytes kept ready in this process.

The database is asked, in a thread, only for what is not kept; every process learns by the event
log what it must ask for again.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

from vcs.calendars.cache import Kept
from vcs.calendars.rules.conditional import (
    GZIP_SUFFIX,
    accepts_gzip,
    http_date,
    is_current,
    joined,
)
from vcs.calendars.store import FeedStore, Unavailable
from vcs.core import tokens

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Header = tuple[bytes, bytes]

_PATH = re.compile(r"/feeds/([A-Za-z0-9_-]{43})\.ics")
_CALENDAR: list[Header] = [
    (b"content-type", b"text/calendar; charset=utf-8"),
    (b"content-disposition", b'inline; filename="calendar.ics"'),
    (b"x-content-type-options", b"nosniff"),
]
# Whoever holds the address may keep a copy, nobody else may, and all ask again before using it.
_PRIVATE: list[Header] = [
    (b"cache-control", b"private, no-cache"),
    (b"vary", b"accept-encoding"),
    (b"x-robots-tag", b"noindex"),
    (b"referrer-policy", b"no-referrer"),
]
_NO_STORE: list[Header] = [
    (b"content-type", b"text/plain; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
]
UNKNOWN = "ไม่พบปฏิทินตามลิงก์นี้\nThere is no calendar at this address.\n".encode()
GONE = (
    "ลิงก์ปฏิทินนี้เลิกใช้แล้ว ขอลิงก์ใหม่จากสำนักงานเขตพื้นที่การศึกษา\n"
    "This address was replaced or withdrawn; ask the office for the new one.\n"
).encode()
BUSY = "ระบบไม่พร้อม โปรดลองใหม่\nNot available just now, please try again.\n".encode()
METHODS = "ใช้ GET หรือ HEAD\nUse GET or HEAD.\n".encode()


class FeedApp:
    """GET and HEAD of `/feeds/<token>.ics`: 200, 304, 404 unknown, 410 revoked, 503 no database."""

    def __init__(self, store: FeedStore | None = None) -> None:
        self.store = store or FeedStore()

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer one request; what is kept is answered without waiting for anything."""
        head = scope["method"] == "HEAD"
        if not head and scope["method"] != "GET":
            await _refuse(send, 405, METHODS, [(b"allow", b"GET, HEAD")])
            return
        found = _PATH.fullmatch(scope["path"])
        if found is None:
            await _refuse(send, 404, UNKNOWN, head=head)
            return
        try:
            await self._answer(tokens.digest(found[1]), scope["headers"], send, head=head)
        except Unavailable:
            await _refuse(send, 503, BUSY, [(b"retry-after", b"60")], head=head)

    async def _answer(
        self, digest: str, headers: Iterable[Header], send: Send, *, head: bool
    ) -> None:
        store = self.store
        address = store.address(digest) or await store.find(digest)
        if address is None or address.document_id is None:
            status, text = (404, UNKNOWN) if address is None else (410, GONE)
            await _refuse(send, status, text, head=head)
            return
        kept = store.ready(address.document_id) or await store.load(address.document_id)
        if kept is None:
            await _refuse(send, 404, UNKNOWN, head=head)
            return
        store.note(address.feed_id)
        gzip = accepts_gzip(joined(headers, b"accept-encoding"))
        if is_current(
            kept.content.etag,
            kept.content.last_modified,
            if_none_match=joined(headers, b"if-none-match"),
            if_modified_since=joined(headers, b"if-modified-since"),
        ):
            await _respond(send, 304, _validators(kept, gzip=gzip), b"")
            return
        body = (kept.packed or await store.pack(kept)) if gzip else kept.content.body
        await _respond(send, 200, _full(kept, body, gzip=gzip), b"" if head else body)


def _validators(kept: Kept, *, gzip: bool) -> list[Header]:
    """The headers a 304 repeats; the packed form has a tag of its own, as its bytes differ."""
    made = kept.headers.get(gzip)
    if made is None:
        tag = kept.content.etag + (GZIP_SUFFIX if gzip else "")
        made = [
            (b"etag", f'"{tag}"'.encode()),
            (b"last-modified", http_date(kept.content.last_modified).encode()),
            *_PRIVATE,
        ]
        kept.headers[gzip] = made
    return made


def _full(kept: Kept, body: bytes, *, gzip: bool) -> list[Header]:
    coding = [(b"content-encoding", b"gzip")] if gzip else []
    length = (b"content-length", b"%d" % len(body))
    return [length, *coding, *_CALENDAR, *_validators(kept, gzip=gzip)]


async def _refuse(
    send: Send, status: int, text: bytes, extra: Iterable[Header] = (), *, head: bool = False
) -> None:
    length = (b"content-length", b"%d" % len(text))
    await _respond(send, status, [length, *_NO_STORE, *extra], b"" if head else text)


async def _respond(send: Send, status: int, headers: list[Header], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


feed_app = FeedApp()
