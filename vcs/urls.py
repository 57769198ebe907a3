"""Every web address of the service (websockets: vcs.routing; feeds: vcs.asgi)."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView

from vcs.server import views

urlpatterns = [
    path("admin/", admin.site.urls),
    # Addresses are entered by the office: an outside account is matched by them.
    path("accounts/email/", RedirectView.as_view(url="/")),
    path("accounts/", include("allauth.urls")),
    path("api/", include("api.urls")),
    path("j/", include("vcs.sessions.urls")),
    path("livez", views.livez),
    path("readyz", views.readyz),
    path("", include("django_prometheus.urls")),
    re_path(r"^(?!static/|media/|api/|feeds/|ws/).*$", views.app),
]
