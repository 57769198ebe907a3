"""Every web address of the service (websockets: vcs.routing; feeds: vcs.asgi)."""

from django.contrib import admin
from django.urls import include, path, re_path
from django.views.generic.base import RedirectView

from vcs.server import views

urlpatterns = [
    path("admin/login/", RedirectView.as_view(url="/accounts/login/", query_string=True)),
    path("admin/", admin.site.urls),
    path("accounts/", include("allauth.urls")),
    path("api/", include("api.urls")),
    path("j/", include("vcs.sessions.urls")),
    path("livez", views.livez),
    path("readyz", views.readyz),
    path("", include("django_prometheus.urls")),
    re_path(r"^(?!static/|media/|api/|feeds/|ws/).*$", views.app),
]
