from django.apps import AppConfig


class SessionsConfig(AppConfig):
    name = "vcs.sessions"
    label = "vcs_sessions"
    verbose_name = "การประชุม"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the handlers, and say whose links and rooms are."""
        from vcs.directory import actions
        from vcs.directory.ownership import Ownership, register
        from vcs.sessions import tasks  # noqa: F401 - it registers its handlers
        from vcs.sessions.models import ConferenceSession, Invitation

        view = actions.INVITATION_VIEW
        register(Invitation, Ownership("office", view, "booking__requester"))
        register(ConferenceSession, Ownership("office", view, "occurrence__booking__requester"))
