from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "vcs.live"
    label = "live"
    verbose_name = "เหตุการณ์สด"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the periodic job."""
        from vcs.live import tasks  # noqa: F401
