"""What the outbox delivers for the directory."""

from __future__ import annotations

from django.core.mail import EmailMultiAlternatives

from vcs.core.crypto import Undecipherable, decrypt
from vcs.outbox import Dead, Message, handler

ACCOUNT_MAIL = "directory.account_mail"
# A link to reset a password is of no use days later.
_ATTEMPTS = 8


@handler(ACCOUNT_MAIL, max_attempts=_ATTEMPTS)
def send_account_mail(message: Message) -> None:
    """Send one mail about an account; a second delivery carries the same Message-ID."""
    try:
        mail = decrypt(message.payload["sealed"])
    except Undecipherable as error:
        raise Dead("sealed under a key this service no longer has") from error
    EmailMultiAlternatives(
        mail["subject"],
        mail["body"],
        mail["from"],
        mail["to"],
        headers={"Message-ID": mail["message_id"]},
    ).send()
