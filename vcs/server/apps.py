from django.apps import AppConfig


class ServerConfig(AppConfig):
    name = "vcs.server"
    label = "server"
    verbose_name = "เครื่องแม่ข่าย"
