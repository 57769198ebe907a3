from django.apps import AppConfig
from django.db.models.signals import post_migrate


class RoomsConfig(AppConfig):
    name = "rooms"
    label = "rooms"
    verbose_name = "ห้องและการจอง"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from rooms import checks, ownership, tasks, triggers  # noqa: F401 - they register

        post_migrate.connect(triggers.install_after_migrate, sender=self)
