"""Pages of the service itself: the app's shell, and signs of life for machines."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vcs.server import health


@require_safe
@never_cache
def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers; says nothing of anything else, so that a sick database kills nobody."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def readyz(_request: HttpRequest) -> HttpResponse:
    """Whether to send people here: 503 while something required is missing."""
    checks = health.run_checks()
    ready = all(check.ok for check in checks if check.required)
    body = {"ready": ready, "checks": [check.as_json() for check in checks]}
    return JsonResponse(body, status=200 if ready else 503)


@require_safe
@never_cache
@login_required
def app(request: HttpRequest) -> HttpResponse:
    """The page that holds the staff app; its script finds out what the address asks for."""
    return render(request, "app.html")
