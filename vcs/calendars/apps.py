from django.apps import AppConfig


class CalendarsConfig(AppConfig):
    name = "vcs.calendars"
    label = "calendars"
    verbose_name = "ปฏิทินและนัดหมาย"
    default_auto_field = "django.db.models.BigAutoField"
