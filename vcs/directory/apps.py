from django.apps import AppConfig


class DirectoryConfig(AppConfig):
    name = "vcs.directory"
    label = "directory"
    verbose_name = "ทำเนียบ"
    default_auto_field = "django.db.models.BigAutoField"
