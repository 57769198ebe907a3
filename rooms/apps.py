from django.apps import AppConfig


class RoomsConfig(AppConfig):
    name = "rooms"
    label = "rooms"
    verbose_name = "ห้องและการจอง"
    default_auto_field = "django.db.models.BigAutoField"
