"""The base of every admin of office-owned rows: each person finds what the policy shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from vcs.directory import policy

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
else:
    ModelAdmin = admin.ModelAdmin


class OfficeOnly(ModelAdmin):
    """Shows and offers rows of the person's own office only; `manage` is needed to change one."""

    manage = policy.DIRECTORY_MANAGE

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """The rows `visible` allows."""
        return policy.visible(super().get_queryset(request), request.user)

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer as choices only what `visible` allows."""
        related = db_field.related_model
        kwargs.setdefault("queryset", policy.visible(related._default_manager.all(), request.user))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer as choices only what `visible` allows."""
        related = db_field.related_model
        kwargs.setdefault("queryset", policy.visible(related._default_manager.all(), request.user))
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever may manage finds the section."""
        return policy.can(request.user, self.manage)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Seeing in the admin takes the right to manage."""
        return policy.can(request.user, self.manage, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Adding takes the right to manage."""
        return policy.can(request.user, self.manage)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Changing takes the right to manage this row."""
        return policy.can(request.user, self.manage, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Deleting takes the right to manage this row."""
        return policy.can(request.user, self.manage, obj)
