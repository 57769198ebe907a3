from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "vcs.sessions"
    label = "vcs_sessions"
    verbose_name = "การประชุม"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from vcs.sessions import tasks  # noqa: F401 - it registers its handlers
