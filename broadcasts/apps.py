from django.apps import AppConfig


class BroadcastsConfig(AppConfig):
    name = "broadcasts"
    label = "broadcasts"
    verbose_name = "การถ่ายทอดสด"
    default_auto_field = "django.db.models.BigAutoField"
