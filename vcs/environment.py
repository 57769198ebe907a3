"""What settings.py needs to read the environment: no Django import, so it can run before set-up."""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
    ),
}
MINIMUM_SECRET_LENGTH = 50


def database(config: dict[str, Any]) -> dict[str, Any]:
    """Django's entry for the database named by the URL, with the options each engine needs.

    Connections outlive a request: the server runs requests on a bounded pool of threads
    (vcs.asgi), each with a connection of its own.
    """
    config = dict(config, CONN_MAX_AGE=None, CONN_HEALTH_CHECKS=True)
    options = dict(config.get("OPTIONS") or {})
    if str(config["ENGINE"]).endswith("sqlite3"):
        Path(str(config["NAME"])).parent.mkdir(parents=True, exist_ok=True)
        config["OPTIONS"] = SQLITE_OPTIONS | options
        config["TEST"] = {
            "NAME": str(Path(str(config["NAME"])).with_name(f"test-{os.getpid()}.sqlite3"))
        }
    else:
        config["OPTIONS"] = options
    return config


def secret_key(given: str, var_dir: Path, *, production: bool) -> str:
    """The key given, or outside production one made once and kept in var/ (mode 0600)."""
    if given or production:
        return given
    path = var_dir / "secret-key"
    if not path.exists():
        _keep_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _keep_once(path: Path, text: str) -> None:
    """Put a whole file there unless somebody else was first: web and worker start together."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=path.name) as draft:
        draft.write(text)
        draft.flush()
        with contextlib.suppress(FileExistsError):
            os.link(draft.name, path)


def production_problems(
    *,
    public_url: str,
    secret_key: str,
    database_url: str,
    email_url: str,
    email_from: str,
    redis_url: str,
) -> list[str]:
    """Each unsafe setting by its variable's name and what to do; empty when safe to start."""
    problems = []
    if len(secret_key) < MINIMUM_SECRET_LENGTH:
        problems.append(f"VCS_SECRET_KEY: give at least {MINIMUM_SECRET_LENGTH} random characters")
    if urlsplit(public_url).scheme != "https":
        problems.append("VCS_PUBLIC_URL: must be the https:// address that people open")
    if database_url.startswith("sqlite") and redis_url:
        problems.append("VCS_DATABASE_URL: several nodes (VCS_REDIS_URL) need postgres://")
    if not email_url:
        problems.append("VCS_EMAIL_URL: invitations need a mail server, smtp://user:pass@host:port")
    if email_from.endswith("@localhost"):
        problems.append("VCS_EMAIL_FROM: give an address of the office that receives replies")
    return problems
