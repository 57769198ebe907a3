"""The directory as a Django app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class DirectoryConfig(AppConfig):
    """Guards the history in the database and listens for sign-ins."""

    name = "vcs.directory"
    label = "directory"
    verbose_name = "ทำเนียบ"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what listens."""
        from vcs.directory import checks, sign_in, tasks, triggers  # noqa: F401 - they register

        post_migrate.connect(triggers.install_after_migrate, sender=self)
        sign_in.listen()
