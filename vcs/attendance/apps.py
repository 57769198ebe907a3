from django.apps import AppConfig


class AttendanceConfig(AppConfig):
    name = "vcs.attendance"
    label = "attendance"
    verbose_name = "การเข้าร่วม"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say whose evidence and corrections are."""
        from vcs.attendance.models import Correction, Evidence
        from vcs.directory import actions
        from vcs.directory.ownership import Ownership, register

        owned = Ownership(
            office="office",
            view=actions.ATTENDANCE_VIEW,
            owner="occurrence__booking__requester",
        )
        register(Evidence, owned)
        register(Correction, owned)
