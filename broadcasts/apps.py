from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    name = "broadcasts"
    label = "broadcasts"
    verbose_name = "การถ่ายทอดสด"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handler and how broadcasts are owned."""
        from broadcasts import tasks  # noqa: F401
        from broadcasts.models import Broadcast
        from vcs.directory import actions
        from vcs.directory.ownership import Ownership, register

        register(Broadcast, Ownership(office="office", view=actions.BROADCAST_VIEW))
