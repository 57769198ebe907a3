"""What `celery -A vcs.celery worker` loads: the executor of the outbox where there is a broker."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vcs.settings")

import django

django.setup()

from vcs.outbox.broker import app  # noqa: E402

__all__ = ["app"]
