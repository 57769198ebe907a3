"""create_token USERNAME [--name N]: a program's key on standard output, and nothing else there."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from vcs.directory.models import User
from vcs.directory.tokens import create_token


class Command(BaseCommand):
    """Give a user an API token; it is shown once and kept only as a digest."""

    help = "Print one new API token of a user."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose key, and a name to know it by."""
        parser.add_argument("username")
        parser.add_argument("--name", default="command line")

    def handle(self, *_args: Any, username: str, name: str, **_options: Any) -> None:
        """Print the key; exit 1 where there is no such active user."""
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {username}. / ไม่พบผู้ใช้ {username}")
        self.stdout.write(create_token(user=user, name=name))
