from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "vcs.reports"
    label = "reports"
    verbose_name = "รายงาน"
    default_auto_field = "django.db.models.BigAutoField"
