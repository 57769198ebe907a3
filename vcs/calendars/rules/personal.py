"""One fragment for all schools: a stand-in of a token's length, put in before folding."""

from __future__ import annotations

from typing import Final

# A token of vcs.sessions: its key of 22 signs, version and signature (vcs.core.tokens.signed).
TOKEN_LENGTH: Final = 60
STAND_IN: Final = "x-own-token-of-this-school-x".ljust(TOKEN_LENGTH, "-")


def personalised(body: bytes, token: str) -> bytes:
    """The fragment with the school's own token; lines keep their lengths, so no fold moves."""
    if len(token) != TOKEN_LENGTH:
        raise ValueError("a token of another length would break the folding")
    return body.replace(STAND_IN.encode(), token.encode())
