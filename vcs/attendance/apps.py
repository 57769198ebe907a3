from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "vcs.attendance"
    label = "attendance"
    verbose_name = "การเข้าร่วม"
    default_auto_field = "django.db.models.BigAutoField"
