"""Idempotency-Key: the answer is stored in the transaction that did the work, and given again.

A refusal rolls the transaction back and stores nothing: the same key may then be tried again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import orjson
from django.db import IntegrityError

from api.models import IdempotentAnswer
from vcs.core import clock
from vcs.core.crypto import decrypt, encrypt
from vcs.core.errors import Conflict, DomainError, InvalidInput, Text
from vcs.core.transactions import participating
from vcs.directory.models import User

KEPT_FOR = timedelta(hours=48)
_LONGEST_KEY = 255


class KeyReused(DomainError):
    """The key already stands for another request."""

    code = "idempotency_key_reused"
    status = 422
    title = Text(
        "Idempotency-Key นี้ใช้กับคำขออื่นไปแล้ว สร้างคีย์ใหม่สำหรับคำขอใหม่",
        "This Idempotency-Key was used for another request; make a new key for a new request",
    )


class KeyInUse(Conflict):
    """The first request with the key is still under way."""

    code = "idempotency_key_in_use"
    title = Text(
        "คำขอเดียวกันกำลังดำเนินการอยู่ ลองใหม่อีกครั้งในอีกสักครู่",
        "The same request is still under way; try again in a moment",
    )


class AlreadyAnswered(Exception):
    """Somebody stored the answer to this key before we could; ours is rolled back."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A response in the form it is stored in and given again."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Ledger:
    """The row of one request's key: taken before the work, completed with its answer."""

    user: User
    key: str
    fingerprint: str
    answer: Callable[[Any], Answer] | None = None
    is_secret: bool = False
    given: Answer | None = None
    _row: IdempotentAnswer | None = None

    def begin(self) -> None:
        """Take the key, waiting for whoever is just using it; refuse if they have answered."""
        try:
            self._row = IdempotentAnswer.objects.create(
                user=self.user,
                key=self.key,
                fingerprint=self.fingerprint,
                created_at=clock.now(),
            )
        except IntegrityError as error:
            raise AlreadyAnswered from error

    def finish(self, result: object) -> None:
        """Store the answer beside what the work has written."""
        if self._row is None or self.answer is None:
            raise RuntimeError("a ledger finishes what it began")
        self.given = self.answer(result)
        body = self.given.body.decode()
        self._row.status = self.given.status
        self._row.headers = dict(self.given.headers)
        self._row.body = encrypt({"body": body}) if self.is_secret else body
        self._row.is_secret = self.is_secret
        self._row.save(update_fields=["status", "headers", "body", "is_secret"])

    def stored(self) -> Answer | None:
        """The answer given to this key before, or None; another request's key is refused."""
        row = IdempotentAnswer.objects.filter(user=self.user, key=self.key).first()
        if row is None:
            return None
        if row.fingerprint != self.fingerprint:
            raise KeyReused
        body = decrypt(row.body)["body"] if row.is_secret else row.body
        return Answer(row.status, body.encode(), row.headers)


@contextmanager
def joined(ledger: Ledger | None) -> Iterator[None]:
    """Have the ledger, if there is one, write in the transaction of the service called inside."""
    if ledger is None:
        yield
        return
    with participating(ledger):
        yield


def key_of(request: Any) -> str | None:
    """The request's Idempotency-Key; None without one, refused where it could not be stored."""
    text: str | None = request.META.get("HTTP_IDEMPOTENCY_KEY")
    if text is None:
        return None
    key = text.strip().strip('"')
    if not key or len(key) > _LONGEST_KEY or not key.isascii() or not key.isprintable():
        raise InvalidInput(
            Text(
                f"Idempotency-Key ต้องเป็นอักษร ASCII 1–{_LONGEST_KEY} ตัว เช่น UUID",
                f"An Idempotency-Key is 1–{_LONGEST_KEY} ASCII characters, such as a UUID",
            )
        )
    return key


def fingerprint_of(request: Any) -> str:
    """The digest of what is asked: method, path and body, whatever the order of its names."""
    digest = hashlib.sha256(f"{request.method} {request.get_full_path()}\n".encode())
    data = request.data
    if request.FILES:
        for name in sorted(request.FILES):
            for chunk in request.FILES[name].chunks():
                digest.update(chunk)
            request.FILES[name].seek(0)
        data = {name: data.getlist(name) for name in data if name not in request.FILES}
    digest.update(orjson.dumps(data, option=orjson.OPT_SORT_KEYS))
    return digest.hexdigest()
