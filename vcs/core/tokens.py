"""Secrets in links and headers: random ones stored as digests, signed ones not stored at all."""

import base64
import hashlib
import hmac
import re
import secrets
from functools import lru_cache

from django.conf import settings

_MAC_BYTES = 24
_VERSION_BYTES = 3
_SIGNED = re.compile(r"([A-Za-z0-9_-]{1,100})\.([A-Za-z0-9_-]{4})\.([A-Za-z0-9_-]{32})")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")


def new_secret() -> str:
    """A secret of 256 random bits that fits in a URL: always 43 characters."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What is stored of a secret; 256 random bits need no salt and no slow hash."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def signed(purpose: str, key: str, version: int) -> str:
    """A token that carries its key and version and that only this service can make.

    Its length depends on the key's length alone. A token for one purpose is worthless for
    another. Raise the version stored beside the key to revoke what was handed out.
    """
    if not _KEY.fullmatch(key):
        raise ValueError("the key of a signed token takes letters, digits, - and _ only")
    encoded = _encode(version.to_bytes(_VERSION_BYTES, "big"))
    mac = _mac(settings.SECRET_KEY, purpose, f"{key}.{encoded}")
    return f"{key}.{encoded}.{mac}"


def verify(purpose: str, token: str) -> tuple[str, int] | None:
    """The key and version of a token this service signed for this purpose, or None."""
    parts = _SIGNED.fullmatch(token)
    if parts is None:
        return None
    key, encoded, mac = parts.groups()
    body = f"{key}.{encoded}"
    # Every key is tried, so that the time taken does not tell which one signed.
    accepted = [hmac.compare_digest(_mac(s, purpose, body), mac) for s in _secret_keys()]
    if not any(accepted):
        return None
    return key, int.from_bytes(base64.urlsafe_b64decode(encoded), "big")


def _secret_keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _mac(secret: str, purpose: str, body: str) -> str:
    full = hmac.digest(_derived(secret, purpose), body.encode(), "sha256")
    return _encode(full[:_MAC_BYTES])


@lru_cache(maxsize=64)
def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), b"vcs.core.tokens\0" + purpose.encode(), "sha256")


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode()
