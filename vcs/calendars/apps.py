from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "vcs.calendars"
    label = "calendars"
    verbose_name = "ปฏิทินและนัดหมาย"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers and how feeds are owned."""
        from vcs.calendars import tasks  # noqa: F401
        from vcs.calendars.models import Feed
        from vcs.directory import actions
        from vcs.directory.ownership import Ownership, register

        register(Feed, Ownership(office="office", view=actions.FEED_MANAGE, owner="created_by"))
