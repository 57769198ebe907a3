"""The base of every admin of office-owned rows: each person finds what the policy shows them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest

from vcs.directory import audit, policy
from vcs.directory.models import User
from vcs.directory.ownership import follow, ownership_of

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Model]
    TabularInline = admin.TabularInline[Model, Model]
else:
    ModelAdmin = admin.ModelAdmin
    TabularInline = admin.TabularInline


class _Offered:
    """Offers as choices only rows the person may see."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose from what `visible` allows."""
        kwargs.setdefault("queryset", _choices(db_field, request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Choose from what `visible` allows."""
        kwargs.setdefault("queryset", _choices(db_field, request))
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[misc]


class _Managed:
    """Whoever has the right `manage` over a row may see and change it here; nobody else."""

    manage = policy.DIRECTORY_MANAGE

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the section is shown."""
        return policy.can(request.user, self.manage)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the row, or the list, is shown."""
        return policy.can(request.user, self.manage, obj)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether a row may be added (to `obj`, in a table within its page)."""
        return policy.can(request.user, self.manage, obj)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the row may be changed."""
        return policy.can(request.user, self.manage, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the row may be deleted."""
        return policy.can(request.user, self.manage, obj)


class OfficeInline(_Offered, _Managed, TabularInline):
    """A table of dependent rows within the page of the row they depend on."""

    extra = 0


class OfficeOnly(_Offered, _Managed, ModelAdmin):
    """Rows of the person's own office (of all, above the offices), every change in the history."""

    show_facets = admin.ShowFacets.NEVER

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """The rows `visible` allows."""
        return policy.visible(super().get_queryset(request), request.user)

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """A person of an office is not asked which: it is theirs."""
        hidden = [*(super().get_exclude(request, obj) or ()), "version"]
        return [*hidden, "office"] if _office_id(request) is not None else hidden

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Above the offices the list can be narrowed to one."""
        filters = super().get_list_filter(request)
        has_office = any(field.name == "office" for field in self.opts.fields)
        return [*filters, "office"] if has_office and _office_id(request) is None else [*filters]

    def save_model(
        self, request: HttpRequest, obj: Any, form: ModelForm[Model], change: bool
    ) -> None:
        """Give a new row the person's office, a changed one its next version."""
        office_id = _office_id(request)
        if not change and office_id is not None and hasattr(obj, "office_id"):
            obj.office_id = office_id
        if change and hasattr(obj, "version"):
            obj.version += 1
        super().save_model(request, obj, form, change)

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Django's own log, and the history."""
        _record(request, "added", obj, message)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        """Django's own log, and the history."""
        _record(request, "changed", obj, message)
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Model]) -> Any:
        """Django's own log, and the history."""
        for obj in queryset:
            _record(request, "deleted", obj, str(obj))
        return super().log_deletions(request, queryset)


def _office_id(request: HttpRequest) -> int | None:
    user = request.user
    return user.office_id if isinstance(user, User) else None


def _choices(db_field: Any, request: HttpRequest) -> QuerySet[Model]:
    return policy.visible(db_field.related_model._default_manager.all(), request.user)


def _record(request: HttpRequest, deed: str, obj: Model, message: Any) -> None:
    actor = request.user if isinstance(request.user, User) else None
    audit.record(
        actor=actor,
        action=f"{obj._meta.model_name}.{deed}",
        target=obj,
        office_id=follow(obj, ownership_of(type(obj)).office),
        data={"admin": message},
    )
