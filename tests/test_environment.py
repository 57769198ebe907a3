"""What the settings take from the environment, and what production refuses."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from vcs.environment import production_problems, secret_key

ROOT = Path(__file__).resolve().parents[1]
SAFE = {
    "public_url": "https://vcs.example.org",
    "secret_key": "x" * 50,
    "database_url": "postgres://vcs@db/vcs",
    "email_url": "smtp://mail.example.org:25",
    "email_from": "vcs@example.org",
    "redis_url": "redis://cache:6379/0",
}


def test_safe_production_settings_have_no_problem():
    assert production_problems(**SAFE) == []


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"public_url": "http://vcs.example.org"}, "VCS_PUBLIC_URL"),
        ({"secret_key": ""}, "VCS_SECRET_KEY"),
        ({"secret_key": "short"}, "VCS_SECRET_KEY"),
        ({"database_url": "sqlite:///x"}, "VCS_DATABASE_URL"),
        ({"email_url": ""}, "VCS_EMAIL_URL"),
        ({"email_from": "no-reply@localhost"}, "VCS_EMAIL_FROM"),
    ],
)
def test_unsafe_production_setting_is_named(change, named):
    problems = production_problems(**(SAFE | change))
    assert [problem.split(":")[0] for problem in problems] == [named]


def test_production_refuses_to_start_and_names_each_unsafe_setting():
    environment = {name: value for name, value in os.environ.items() if name[:4] != "VCS_"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=environment | {"VCS_ENV": "production"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    for name in ("VCS_SECRET_KEY", "VCS_PUBLIC_URL", "VCS_EMAIL_URL", "VCS_EMAIL_FROM"):
        assert name in done.stderr


def test_secret_key_is_made_once_and_kept_private(tmp_path):
    made = secret_key("", tmp_path, production=False)
    assert len(made) >= 50
    assert secret_key("", tmp_path, production=False) == made
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_secret_key_is_never_made_in_production(tmp_path):
    assert secret_key("", tmp_path, production=True) == ""
    assert not (tmp_path / "secret-key").exists()
