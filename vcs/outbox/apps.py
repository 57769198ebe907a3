from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "vcs.outbox"
    label = "outbox"
    verbose_name = "งานส่งออก"
    default_auto_field = "django.db.models.BigAutoField"
