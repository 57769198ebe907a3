"""The outbox as an administrator sees it: dead letters first, and a way to send them again."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from vcs.outbox import services
from vcs.outbox.models import OutboxMessage, PeriodicRun, WorkerBeat


class ReadOnly:
    """Rows that only the machinery writes."""

    def has_add_permission(self, request: HttpRequest, *_: object) -> bool:
        """Nobody adds a row by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, *_: object) -> bool:
        """Nobody edits a row by hand."""
        return False


@admin.register(OutboxMessage)
class OutboxMessageAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Messages with their last error; dead ones can be sent again or deleted."""

    list_display = ("id", "kind", "state", "attempts", "run_at", "finished_at", "short_error")
    list_filter = ("state", "kind")
    search_fields = ("=id", "key", "last_error")
    ordering = ("-id",)
    show_full_result_count = False
    actions = ("send_again",)

    @admin.display(description="ข้อผิดพลาดล่าสุด")
    def short_error(self, message: OutboxMessage) -> str:
        """The beginning of the last error."""
        return message.last_error[:120]

    @admin.action(description="ส่งอีกครั้ง (send again)")
    def send_again(self, request: HttpRequest, chosen: QuerySet[OutboxMessage]) -> None:
        """Make the chosen dead letters due at once; others are left alone."""
        revived = services.send_again(list(chosen.values_list("pk", flat=True)))
        self.message_user(request, f"ส่งอีกครั้ง {revived} รายการ ({revived} made due again)")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Only what was given up may be thrown away; what is pending still has its cause."""
        finished = obj is None or obj.state not in ("pending", "leased")
        return finished and super().has_delete_permission(request, obj)


@admin.register(PeriodicRun)
class PeriodicRunAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Which job ran in which slot."""

    list_display = ("name", "slot", "created_at")
    list_filter = ("name",)
    ordering = ("-slot",)


@admin.register(WorkerBeat)
class WorkerBeatAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Which workers are alive."""

    list_display = ("worker", "started_at", "seen_at")
