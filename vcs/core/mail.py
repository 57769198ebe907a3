"""Mail outside production: each message is a file that any mail program opens."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage

from vcs.core import clock


class OutboxFolderBackend(BaseEmailBackend):
    """Writes each message to EMAIL_FILE_PATH as ``<time>-<random>.eml`` (RFC 5322, CRLF)."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write every message; returns how many were written."""
        folder = Path(settings.EMAIL_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{clock.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:8]}.eml"
            lines = message.message().as_bytes().splitlines()
            (folder / name).write_bytes(b"\r\n".join([*lines, b""]))
        return len(email_messages)
