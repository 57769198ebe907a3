"""People, their roles and their programs' keys."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from vcs.core.errors import NotAllowed
from vcs.directory import models, policy
from vcs.directory.admin.base import OfficeInline, OfficeOnly
from vcs.directory.services import remove_second_factors
from vcs.directory.tokens import revoke_token

_PERSON = ("title", "first_name", "last_name", "position", "work_group", "email", "language")


class RoleInline(OfficeInline):
    """Roles of one's own right, and acting for another between two dates."""

    model = models.RoleAssignment
    fk_name = "user"


@admin.register(models.User)
class UserAdmin(OfficeOnly, DjangoUserAdmin):  # type: ignore[type-arg]
    """People of the office; they are deactivated, never deleted: the history names them."""

    list_display = ("username", "display_name", "work_group", "is_active", "last_login")
    list_filter = ("is_active", "role_assignments__role")
    list_select_related = ("work_group",)
    search_fields = ("username", "first_name", "last_name", "email")
    ordering = ("first_name", "username")
    filter_horizontal = ()
    inlines = (RoleInline,)
    readonly_fields = ("last_login", "date_joined")
    actions = ("forget_factors",)
    add_fieldsets = ((None, {"fields": ("username", "usable_password", "password1", "password2")}),)

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> Any:
        """Only someone above the offices sets the office, or makes a superuser."""
        above = ("office", "is_superuser") if _is_above(request) else ()
        if obj is None:
            fields = (*self.add_fieldsets[0][1]["fields"], *above)
            return ((None, {"fields": fields}),)
        return (
            (None, {"fields": ("username", "password", "is_active", *above)}),
            (None, {"fields": (*_PERSON, *self.readonly_fields)}),
        )

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """The field sets say what is asked."""
        return []

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A superuser's account, and so their password, is not an office admin's to change."""
        is_lesser = not (isinstance(request.user, models.User) and request.user.is_superuser)
        if isinstance(obj, models.User) and obj.is_superuser and is_lesser:
            return False
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: deactivate instead."""
        return False

    @admin.action(description="ลบการยืนยันตัวตนขั้นที่สอง (remove second factors)")
    def forget_factors(self, request: HttpRequest, queryset: QuerySet[models.User]) -> None:
        """For those who lost their phone; a superuser's stay, unless a superuser asks."""
        if not isinstance(request.user, models.User):
            return
        for user in queryset:
            try:
                remove_second_factors(actor=request.user, user=user)
            except NotAllowed as error:
                messages.error(request, f"{user}: {error.detail.th} ({error.detail.en})")
            else:
                messages.success(request, f"{user}: ลบแล้ว (removed)")


@admin.register(models.ApiToken)
class ApiTokenAdmin(OfficeOnly):
    """Programs' keys: who has one, when it was last used; made by `create_token`, ended here."""

    manage = policy.TOKEN_MANAGE
    list_display = ("name", "user", "created_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    actions = ("revoke",)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: a key is shown once, where it is made."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: a key is made and revoked, nothing else."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never: the row tells that there was such a key."""
        return False

    @admin.action(description="ยกเลิกโทเคน (revoke)")
    def revoke(self, request: HttpRequest, queryset: QuerySet[models.ApiToken]) -> None:
        """End the chosen keys at once."""
        if not isinstance(request.user, models.User):
            return
        for token in queryset:
            revoke_token(actor=request.user, token_id=token.pk)
        messages.success(request, "ยกเลิกแล้ว (revoked)")


@admin.register(models.AuditEntry)
class AuditEntryAdmin(OfficeOnly):
    """The history: read here, changed nowhere."""

    manage = policy.AUDIT_VIEW
    list_display = ("at", "actor", "action", "target_type", "target_id")
    list_select_related = ("actor",)
    list_filter = ("action",)
    search_fields = ("action", "actor__username", "target_type")
    date_hierarchy = "at"
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Never here."""
        return False


def _is_above(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, models.User) and user.is_superuser and user.office_id is None
