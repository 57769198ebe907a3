"""An authenticator in software: one passkey, as a phone would hold it."""

from __future__ import annotations

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

_PRESENT_AND_VERIFIED = 0x05
_WITH_CREDENTIAL = 0x40


class Passkey:
    """Makes and uses a discoverable credential for one relying party."""

    def __init__(self, relying_party: str, origin: str) -> None:
        self.relying_party = relying_party
        self.origin = origin
        self.id = secrets.token_bytes(16)
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.user_handle = ""

    def create(self, options: dict[str, Any]) -> str:
        """The answer to a registration."""
        self.user_handle = options["publicKey"]["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        credential = bytes(16) + len(self.id).to_bytes(2, "big") + self.id + public
        data = self._data(_PRESENT_AND_VERIFIED | _WITH_CREDENTIAL) + credential
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        client = self._client("webauthn.create", options)
        answer = {"clientDataJSON": _b64(client), "attestationObject": _b64(attestation)}
        return self._credential(answer, {"credProps": {"rk": True}})

    def get(self, options: dict[str, Any]) -> str:
        """The answer to a sign-in."""
        client = self._client("webauthn.get", options)
        data = self._data(_PRESENT_AND_VERIFIED)
        signed = data + hashlib.sha256(client).digest()
        answer = {
            "clientDataJSON": _b64(client),
            "authenticatorData": _b64(data),
            "signature": _b64(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.user_handle,
        }
        return self._credential(answer, {})

    def _data(self, flags: int) -> bytes:
        party = hashlib.sha256(self.relying_party.encode()).digest()
        return party + bytes([flags]) + bytes(4)

    def _client(self, kind: str, options: dict[str, Any]) -> bytes:
        challenge = options["publicKey"]["challenge"]
        told = {"type": kind, "challenge": challenge, "origin": self.origin}
        return json.dumps(told).encode()

    def _credential(self, answer: dict[str, str], extensions: dict[str, Any]) -> str:
        told = {
            "id": _b64(self.id),
            "rawId": _b64(self.id),
            "type": "public-key",
            "response": answer,
            "clientExtensionResults": extensions,
        }
        return json.dumps(told)


def _b64(data: bytes) -> str:
    return urlsafe_b64encode(data).decode().rstrip("=")
