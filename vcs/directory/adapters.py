"""The house rules of signing in: nobody signs up, an outside account opens an existing one only."""

from __future__ import annotations

from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib import messages
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.shortcuts import redirect
from django.utils.translation import get_language

from vcs.core.crypto import decrypt, encrypt
from vcs.core.errors import Text
from vcs.core.transactions import use_case
from vcs.directory.models import User
from vcs.directory.tasks import ACCOUNT_MAIL
from vcs.outbox import enqueue

NO_ACCOUNT = Text(
    "ไม่พบผู้ใช้ที่ใช้อีเมลของบัญชีนี้ โปรดให้ผู้ดูแลระบบของสำนักงานเพิ่มอีเมลให้ท่านก่อน",
    "No user here has this account's e-mail; ask your office's administrator to enter it first",
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People are entered by their office; the sign-up page is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: an account is given, not taken."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Leave the mail to the outbox, sealed: it holds a secret, and sending it takes time.

        So the answer to a known address takes no longer than to an unknown one.
        """
        site = get_current_site(self.request)
        mail = self.render_mail(
            template_prefix,
            email,
            {"request": self.request, "email": email, "current_site": site} | context,
        )
        _leave_to_outbox(mail)


@use_case
def _leave_to_outbox(mail: EmailMessage) -> None:
    host = urlsplit(settings.VCS_PUBLIC_URL).hostname
    sealed = {
        "subject": mail.subject,
        "body": mail.body,
        "from": mail.from_email,
        "to": mail.to,
        "message_id": make_msgid(domain=host),
    }
    enqueue(ACCOUNT_MAIL, {"sealed": encrypt(sealed)})


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """An OIDC account opens the one active user who has its verified e-mail, or nothing."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never: an outside account makes no user here."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Connect a first-time outside account to its user, or end here saying what to do."""
        if sociallogin.is_existing or request.user.is_authenticated:
            return
        user = _user_of(sociallogin)
        if user is None:
            english = (get_language() or "").startswith("en")
            messages.error(request, NO_ACCOUNT.en if english else NO_ACCOUNT.th)
            raise ImmediateHttpResponse(redirect("account_login"))
        sociallogin.connect(request, user)


def _user_of(sociallogin: SocialLogin) -> User | None:
    emails = {address.email for address in sociallogin.email_addresses if address.verified}
    found: dict[int, User] = {}
    for email in emails:
        for user in User.objects.filter(email__iexact=email, is_active=True)[:2]:
            found[user.pk] = user
    # Two users with one address: which of them is meant is for a person to say.
    return found.popitem()[1] if len(found) == 1 else None


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors at rest are encrypted like every other secret."""

    def get_totp_issuer(self) -> str:
        """The name under which an authenticator app lists the code."""
        return "VCS"

    def encrypt(self, text: str) -> str:
        """Encrypt a TOTP secret or a seed of recovery codes."""
        return encrypt({"secret": text})

    def decrypt(self, encrypted_text: str) -> str:
        """Read what `encrypt` wrote."""
        secret: Any = decrypt(encrypted_text)["secret"]
        return str(secret)
