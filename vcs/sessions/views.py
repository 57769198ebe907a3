"""The door /j/<token>: a page anybody may read, and three things its script says.

A GET changes nothing, so mail scanners and link previews leave no trace in the roll call.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from vcs.core.errors import DomainError
from vcs.sessions import limits, pages, queries, services
from vcs.sessions.errors import LinkUnknown, TooOften
from vcs.sessions.forms import read_beat, read_entry
from vcs.sessions.queries import Door
from vcs.sessions.rules import DoorState

View = Callable[[HttpRequest, str], HttpResponse]
GONE = frozenset({DoorState.ENDED, DoorState.CANCELLED})
SHUT = GONE | {DoorState.UNCONFIRMED}


def private(view: View) -> View:
    """Keep the page and its address to whoever was given it; turn refusals into answers.

    Referrer-Policy is `same-origin`: to any other site the address goes as little as under
    `no-referrer`, which would also blank the Origin that Django's CSRF check needs.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = view(request, token)
        except DomainError as error:
            response = _refusal(request, token, error)
        response["Cache-Control"] = "no-store"
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Referrer-Policy"] = "same-origin"
        return response

    return wrapper


@require_safe
@private
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The door as it stands."""
    limits.spend(limits.SHOW, token)
    door = queries.door(token)
    return _page(request, door, token)


@require_POST
@private
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """Let in, and store that the school came; the answer says where the room is."""
    limits.spend(limits.ENTER, token)
    entry = read_entry(request.POST)
    admission = services.enter_meeting(
        token=token, occurrence_id=entry.occurrence_id, key=entry.key, people=entry.people
    )
    if _wants_json(request):
        return JsonResponse({"join_url": admission.join_url, "key": admission.key})
    inside = {"state": "inside", "join_url": admission.join_url, "key": admission.key}
    return _render(
        request, "sessions/door.html", _door_context(request, admission.door, token) | inside
    )


@require_POST
@private
def ping(request: HttpRequest, token: str) -> HttpResponse:
    """Store that whoever entered is still there; answered only once it is stored."""
    limits.spend(limits.BEAT, token)
    beat = read_beat(request.POST)
    key = services.keep_place(
        token=token,
        occurrence_id=beat.occurrence_id,
        key=beat.key,
        playing=beat.playing,
        visible=beat.visible,
    )
    return JsonResponse({"key": key})


# A page that closes can only send a beacon, which carries no CSRF header; what is needed instead
# is the link and the key that this page alone was given, and all it does is to move `last_seen`.
@csrf_exempt
@require_POST
@private
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """Store the last moment of whoever entered."""
    limits.spend(limits.BEAT, token)
    beat = read_beat(request.POST)
    services.leave_place(token=token, occurrence_id=beat.occurrence_id, key=beat.key)
    return HttpResponse(status=204)


def _page(request: HttpRequest, door: Door, token: str) -> HttpResponse:
    if door.state in SHUT or door.occurrence is None:
        page = pages.notice_page(door, door.state.value, pages.language_of(request))
        status = 410 if door.state in GONE else 200
        return _render(request, "sessions/notice.html", page, status)
    return _render(request, "sessions/door.html", _door_context(request, door, token))


def _door_context(request: HttpRequest, door: Door, token: str) -> dict[str, Any]:
    return {"token": token} | pages.door_page(door, token, pages.language_of(request))


def _render(
    request: HttpRequest, template: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    with translation.override(page["language"]):
        return render(request, template, page, status=status)


def _refusal(request: HttpRequest, token: str, error: DomainError) -> HttpResponse:
    if isinstance(error, LinkUnknown):
        error = _counted(request, error)
    response = _refusal_of(request, token, error)
    if isinstance(error, TooOften):
        response["Retry-After"] = str(error.retry_after)
    return response


def _counted(request: HttpRequest, error: DomainError) -> DomainError:
    try:
        limits.spend(limits.UNKNOWN, request.META.get("REMOTE_ADDR", ""))
    except TooOften as too_often:
        return too_often
    return error


def _refusal_of(request: HttpRequest, token: str, error: DomainError) -> HttpResponse:
    if request.method == "POST" and _wants_json(request):
        return _problem(error)
    if "state" in error.data:
        # Pressed on a page that has aged: show the door as it is now.
        return _page(request, queries.door(token), token)
    language = pages.language_of(request)
    page = pages.notice_page(None, error.code, language)
    if page["notice"] is None:
        detail = error.detail.en if language == "en" else error.detail.th
        page["notice"] = {"code": error.code, "headline": detail, "reason": "", "way": ""}
    return _render(request, "sessions/notice.html", page, error.status)


def _problem(error: DomainError) -> HttpResponse:
    body = {
        "code": error.code,
        "status": error.status,
        "title": error.title.th,
        "detail": error.detail.th,
        "detail_en": error.detail.en,
        "state": error.data.get("state"),
    }
    return JsonResponse(body, status=error.status, content_type="application/problem+json")


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
