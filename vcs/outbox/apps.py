from django.apps import AppConfig
from django.conf import settings


class OutboxConfig(AppConfig):
    name = "vcs.outbox"
    label = "outbox"
    verbose_name = "งานส่งออก"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the periodic jobs and, where there is a broker, Celery as a second executor."""
        from vcs.outbox import tasks  # noqa: F401

        if settings.VCS_REDIS_URL:
            from vcs.outbox import broker, offers

            offers.take_offers(broker.offer)
