from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vcs.core import tokens


def test_new_secret_is_never_the_same_and_fits_a_url() -> None:
    secrets = {tokens.new_secret() for _ in range(100)}

    assert len(secrets) == 100
    assert all(len(s) == 43 and s.replace("-", "").replace("_", "").isalnum() for s in secrets)


def test_digest_is_stable_and_hides_the_secret() -> None:
    assert tokens.digest("abc") == tokens.digest("abc") != tokens.digest("abd")
    assert len(tokens.digest("abc")) == 64
    assert len(tokens.digest("\udfffไทย")) == 64


@given(st.from_regex(r"[A-Za-z0-9_-]{1,100}", fullmatch=True), st.integers(0, 2**24 - 1))
def test_signed_token_gives_back_its_key_and_version(key: str, version: int) -> None:
    assert tokens.verify("feed", tokens.signed("feed", key, version)) == (key, version)


def test_signed_length_depends_on_the_key_length_alone() -> None:
    lengths = {len(tokens.signed("feed", "a" * 10, v)) for v in (0, 1, 999, 2**24 - 1)}

    assert lengths == {10 + 1 + 4 + 1 + 32}


def test_token_for_one_purpose_is_refused_for_another() -> None:
    token = tokens.signed("feed", "7", 1)

    assert tokens.verify("rsvp", token) is None


@pytest.mark.parametrize("place", range(0, 41, 3))
def test_altered_token_is_refused(place: int) -> None:
    token = tokens.signed("feed", "key", 1)
    other = "A" if token[place] != "A" else "B"

    assert tokens.verify("feed", token[:place] + other + token[place + 1 :]) is None


@given(st.text(max_size=200))
@example("ก.AAAA." + "A" * 32)
@example("..")
@example("a.AAAA." + "A" * 32 + "\n")
def test_whatever_is_presented_is_refused_without_an_error(token: str) -> None:
    assert tokens.verify("feed", token) is None


def test_token_signed_under_an_earlier_key_still_counts(settings: Any) -> None:
    settings.SECRET_KEY = "old" * 20
    token = tokens.signed("feed", "7", 1)

    settings.SECRET_KEY = "new" * 20
    assert tokens.verify("feed", token) is None
    settings.SECRET_KEY_FALLBACKS = ["old" * 20]
    assert tokens.verify("feed", token) == ("7", 1)


@pytest.mark.parametrize("key", ["", "a.b", "ก", "a" * 101, "a\n"])
def test_signing_refuses_a_key_that_would_not_read_back(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        tokens.signed("feed", key, 1)
