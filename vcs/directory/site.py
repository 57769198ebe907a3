"""The admin site: entered by the same door as everything else, by those who manage something."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

_MANAGING = ("directory.manage", "school.manage", "resource.manage")


class AdminSite(admin.AdminSite):
    """Whoever manages something comes in; each section asks again for itself."""

    site_title = "VCS"
    site_header = "VCS – ผู้ดูแลระบบ"
    index_title = "ทะเบียนและการตั้งค่า"

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether the person manages anything at all."""
        from vcs.directory import policy

        return any(policy.can(request.user, action) for action in _MANAGING)

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Send to the one sign-in page; a signed-in person who manages nothing is refused."""
        target = request.GET.get("next") or reverse("admin:index", current_app=self.name)
        if not request.user.is_authenticated:
            return redirect_to_login(target, reverse("account_login"))
        if not self.has_permission(request):
            raise PermissionDenied
        return redirect("admin:index")

    def logout(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Leave by the same door."""
        return redirect("account_logout")

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Passwords are changed on the account's own page."""
        return redirect("account_change_password")
