"""Secrets at rest: provider credentials and refresh tokens are stored encrypted, and read here."""

import base64
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Undecipherable(Exception):
    """What is stored was not encrypted under any key this service knows, or was altered."""


def encrypt(data: Mapping[str, Any]) -> str:
    """Encrypt a JSON object under the present key; two calls never give the same text."""
    return _box().encrypt(json.dumps(dict(data), ensure_ascii=False).encode()).decode()


def decrypt(text: str) -> dict[str, Any]:
    """Read what `encrypt` wrote, under the present key or one of the earlier ones."""
    try:
        data = json.loads(_box().decrypt(text.encode()))
    except InvalidToken as error:
        raise Undecipherable("encrypted under another VCS_SECRET_KEY, or altered") from error
    if not isinstance(data, dict):
        raise Undecipherable("not an object")
    return data


def rotate(text: str) -> str:
    """The same secret encrypted anew under the present key, so that an earlier key can go."""
    try:
        return _box().rotate(text.encode()).decode()
    except InvalidToken as error:
        raise Undecipherable("encrypted under another VCS_SECRET_KEY, or altered") from error


def _box() -> MultiFernet:
    return _box_of((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


@lru_cache(maxsize=8)
def _box_of(secret_keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derived(secret)) for secret in secret_keys])


def _derived(secret: str) -> bytes:
    raw = HKDF(hashes.SHA256(), length=32, salt=None, info=b"vcs.core.crypto").derive(
        secret.encode()
    )
    return base64.urlsafe_b64encode(raw)
