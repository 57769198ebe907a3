from typing import Any

import pytest
from cryptography.fernet import Fernet

from vcs.core import crypto

SECRET = {"refresh_token": "1//abc", "ชื่อ": "ช่องหลัก", "n": 3}


def test_what_was_encrypted_is_read_back_and_hidden() -> None:
    stored = crypto.encrypt(SECRET)

    assert crypto.decrypt(stored) == SECRET
    assert "abc" not in stored
    assert stored != crypto.encrypt(SECRET)


def test_earlier_key_still_reads_and_rotation_needs_it_no_more(settings: Any) -> None:
    settings.SECRET_KEY = "old" * 20
    stored = crypto.encrypt(SECRET)
    settings.SECRET_KEY = "new" * 20
    settings.SECRET_KEY_FALLBACKS = ["old" * 20]
    assert crypto.decrypt(stored) == SECRET

    rotated = crypto.rotate(stored)
    settings.SECRET_KEY_FALLBACKS = []

    assert crypto.decrypt(rotated) == SECRET
    with pytest.raises(crypto.Undecipherable):
        crypto.decrypt(stored)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "rubbish",
        pytest.param(Fernet(Fernet.generate_key()).encrypt(b"{}").decode(), id="alien"),
    ],
)
def test_what_is_not_ours_is_refused(text: str) -> None:
    with pytest.raises(crypto.Undecipherable):
        crypto.decrypt(text)
    with pytest.raises(crypto.Undecipherable):
        crypto.rotate(text)
