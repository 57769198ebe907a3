"""What `celery -A vcs.celery worker` loads: the executor of the outbox where there is a broker."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vcs.settings")

import django

django.setup()

from vcs.outbox.broker import app  # noqa: E402
from vcs.server.orphans import end_with_supervisor  # noqa: E402

end_with_supervisor()

__all__ = ["app"]
