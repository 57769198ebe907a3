"""The OpenAPI document is complete, and the API keeps to it whatever is sent."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.core.management import call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import get_resolver
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.urls import v1
from api.views.service import _document
from tests.api.conftest import at, booking_body, deliver_all

EXAMPLES = 8
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
UNDOCUMENTED = {"NoReport"}


@pytest.fixture
def seeded(api_of, make_user, office, room, guarded_room, licences, schools, make_resource):
    """An office with one of everything, and one who may do all; ids by collection."""
    roles = ("requester", "approver", "operator", "reporter", "office_admin")
    api = api_of(make_user(office, "mighty", *roles))
    channel = make_resource(office, "ช่อง", "channel")
    wish = {"channel": channel.pk, "privacy": "public", "auto_start": False}
    everybody = {"audience": {"all_schools": True}, "conference": {}}
    made = [
        api.post("/bookings/", booking_body(resources, at(day, 9), **more)).data
        for day, resources, more in [
            (18, [room, licences[0], channel], {"broadcast": wish, **everybody}),
            (19, [guarded_room], everybody),
            (20, [room], {"draft": True}),
            (23, [room], {"rrule": "FREQ=WEEKLY;COUNT=4"}),
        ]
    ]
    deliver_all()
    closure = {
        "resource": licences[2].pk,
        "starts_at": at(18, 9).isoformat(),
        "ends_at": at(18, 10).isoformat(),
        "reason": "x",
    }
    return api, {
        "bookings": [one["id"] for one in made],
        "occurrences": [date["id"] for one in made for date in one["occurrences"]],
        "resources": [room.pk, guarded_room.pk, channel.pk, *[one.pk for one in licences]],
        "schools": [school.pk for school in schools],
        "closures": [api.post("/closures/", closure).data["id"]],
        "feeds": [api.post("/feeds/", {"scope": "office"}).data["id"] for _ in range(3)],
        "broadcasts": [row["id"] for row in api.get("/broadcasts/").data["results"]],
    }


application = get_wsgi_application()


def in_the_tests_transaction(environ: Any, start_response: Any) -> Any:
    """The service, leaving the test's database connection open, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        answer = application(environ, start_response)
        body = list(answer)
        answer.close()
        return body
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/schema?format=json", in_the_tests_transaction)
# What exists in the test that runs, for the hooks below, which are made before any test.
known: dict[str, list[int]] = {}


@schema.hook
def map_path_parameters(context: Any, path_parameters: dict[str, Any]) -> dict[str, Any]:
    """Ids that exist, and now and then one that does not."""
    ids = known.get(context.operation.path.split("/")[3], [])
    if ids and path_parameters and _is_id(path_parameters.get("id")):
        choices = [*ids, *ids, 999_999]
        path_parameters["id"] = choices[path_parameters["id"] % len(choices)]
    return path_parameters


@schema.hook
def map_body(_context: Any, body: Any) -> Any:
    """Ids that exist, wherever a body names something."""
    return _with_known_ids(body, known)


def _with_known_ids(body: Any, ids: dict[str, list[int]]) -> Any:
    """The body with ids that mean something where it has ids at all."""
    if not isinstance(body, dict):
        return body
    for name, of in [("resources", "resources"), ("schools", "schools")]:
        if isinstance(body.get(name), list):
            known = ids[of]
            body[name] = [known[one % len(known)] if _is_id(one) else one for one in body[name]]
    for name, of in [
        ("resource", "resources"),
        ("school", "schools"),
        ("booking", "bookings"),
        ("occurrence", "occurrences"),
        ("first", "occurrences"),
        ("second", "occurrences"),
    ]:
        if _is_id(body.get(name)):
            body[name] = ids[of][body[name] % len(ids[of])]
    return body


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
def test_api_keeps_to_its_document(case, seeded):
    api, ids = seeded
    known.update(ids)
    # The test client does not unpack.
    headers = {"Authorization": f"Bearer {api.token}", "Accept-Encoding": "identity"}
    case.call_and_validate(headers=headers, checks=CHECKS)


def test_document_is_without_warnings(tmp_path):
    call_command(
        "spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml")
    )


def test_document_has_every_address():
    paths = _document()["paths"]
    assert len(paths) == len({str(one.pattern) for one in v1}) - len(UNDOCUMENTED)
    assert get_resolver().resolve("/api/schema").func.cls.__name__ == "Schema"


def test_document_tells_the_problems_and_headers_of_each_operation():
    for path, operations in _document()["paths"].items():
        for method, operation in operations.items():
            answers = operation["responses"]
            assert {"400", "401", "403", "429"} <= set(answers), path
            problem = answers["400"]["content"]["application/problem+json"]["schema"]
            assert problem["$ref"].endswith("/Problem")
            assert operation["summary"], path
            names = {one["name"] for one in operation.get("parameters", [])}
            wanted = {"post": "Idempotency-Key", "patch": "If-Match", "delete": "If-Match"}
            assert wanted.get(method, "id") in names | {"id"}, path
            assert "{id}" not in path or "404" in answers


@pytest.mark.django_db
def test_document_and_its_page_are_served(client):
    document = client.get("/api/schema", headers={"accept": "application/json"})
    assert document.status_code == 200
    assert client.get("/api/schema").headers["Content-Type"].startswith("application/")
    page = client.get("/api/docs")
    assert page.status_code == 200
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    # The page must not need what the policy forbids: no script inside it.
    assert b"<script>" not in page.content
    script = client.get("/api/docs?script=")
    assert script.status_code == 200
    assert "javascript" in script.headers["Content-Type"]
