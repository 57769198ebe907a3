"""The doctor says how it is, a line each, and fails when something does."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from rooms.models import Resource
from vcs.core import clock
from vcs.directory import triggers
from vcs.directory.models import Office
from vcs.server import doctor


@pytest.fixture(autouse=True)
def mail_folder(settings: Any, tmp_path: Path) -> Path:
    """Mail goes into a folder of its own."""
    settings.EMAIL_FILE_PATH = tmp_path / "outbox"
    settings.VCS_EMAIL_URL = ""
    return tmp_path / "outbox"


def _run() -> tuple[dict[str, str], int]:
    out = io.StringIO()
    status = 0
    try:
        call_command("doctor", stdout=out)
    except SystemExit as end:
        status = int(end.code or 0)
    lines = [line.split(maxsplit=2) for line in out.getvalue().splitlines()]
    return {name: state for state, name, _text in lines}, status


def test_a_healthy_service_is_told_line_by_line(office: Office, licences: list[Resource]) -> None:
    states, status = _run()
    assert list(states) == [
        "database",
        "migrations",
        "constraints",
        "clock",
        "broker",
        "worker",
        "outbox",
        "mail",
        "providers",
    ]
    assert states.pop("worker") == "warn"
    assert set(states.values()) == {"ok"}
    assert status == 0


def test_a_missing_guard_fails(office: Office) -> None:
    with connection.cursor() as cursor:
        table = "" if connection.vendor == "sqlite" else f" ON {triggers.TABLE}"
        cursor.execute(f"DROP TRIGGER {triggers.GUARD}{table}")
    states, status = _run()
    assert (states["constraints"], status) == ("FAIL", 1)


def test_a_clock_that_differs_from_the_databases_fails(db: None) -> None:
    with clock.freeze(clock.now() + timedelta(seconds=30)):
        assert not doctor.clock().ok
    assert doctor.clock().ok


def test_a_licence_whose_secrets_cannot_be_read_fails_by_name(
    office: Office, make_resource: Callable[..., Resource]
) -> None:
    make_resource(office, "โฮสต์ X", "licence", provider="manual", encrypted_settings="altered")
    make_resource(office, "โฮสต์ เก่า", "licence", encrypted_settings="altered", is_active=False)
    check = doctor.providers()
    assert not check.ok
    assert "โฮสต์ X" in check.text.en
    assert "เก่า" not in check.text.en


def test_mail_that_cannot_be_written_fails(mail_folder: Path) -> None:
    mail_folder.write_text("a file stands where the folder should be")
    assert not doctor.mail().ok


def test_a_mail_server_that_does_not_answer_fails(settings: Any) -> None:
    settings.VCS_EMAIL_URL = "smtp://127.0.0.1:9"
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    def refuse(*_args: Any, **_kwargs: Any) -> None:
        raise ConnectionRefusedError("refused")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("smtplib.SMTP.connect", refuse)
        check = doctor.mail()
    assert not check.ok
    assert "refused" in check.text.en
