"""The web process as it runs: its end, its bounds, its sockets."""

from __future__ import annotations

import asyncio
import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import orjson
import pytest
import websockets
from django.conf import settings
from django.db import transaction

from bench.server import free_port
from tests.processes import ROOT, environment
from vcs.directory.models import Office, User
from vcs.directory.tokens import create_token
from vcs.live import append, streams

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


class Web:
    """A web process on the test database."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--part", "web", "--port", str(port)],
            cwd=ROOT,
            env=environment(DJANGO_SETTINGS_MODULE="tests.server.site_settings"),
        )

    def get(self, path: str) -> bytes:
        with urllib.request.urlopen(self.url + path, timeout=20) as answer:
            return bytes(answer.read())

    def wait_until_up(self) -> None:
        give_up_at = time.monotonic() + 60
        while True:
            try:
                self.get("/livez")
            except OSError:
                assert self.process.poll() is None
                assert time.monotonic() < give_up_at
                time.sleep(0.05)
            else:
                return


@contextmanager
def running_web() -> Iterator[Web]:
    """The service's web process with the test site, up."""
    running = Web(free_port())
    try:
        running.wait_until_up()
        yield running
    finally:
        running.process.kill()
        running.process.wait()


@pytest.fixture
def web() -> Iterator[Web]:
    """A web process to be ended by the test."""
    with running_web() as running:
        yield running


@pytest.fixture(scope="module")
def shared_web(django_db_setup: None) -> Iterator[Web]:
    """A web process that several tests ask, none of which ends it."""
    with running_web() as running:
        yield running


@pytest.fixture
def token(clerk: User) -> str:
    """A program's key."""
    return create_token(user=clerk, name="test")


def test_end_finishes_requests_tells_sockets_and_takes_no_new_ones(web: Web, token: str) -> None:
    with ThreadPoolExecutor(2) as pool:
        asked = pool.submit(web.get, "/test/slow?seconds=1.5")
        watched = pool.submit(asyncio.run, watch_until_closed(web, token, after_hello=lambda: None))
        time.sleep(0.7)
        begun = time.monotonic()
        web.process.send_signal(signal.SIGTERM)
        assert watched.result() == 4012
        assert time.monotonic() - begun < 0.7
        assert asked.result() == b"done"
    with pytest.raises(urllib.error.URLError):
        web.get("/livez")
    assert web.process.wait(10) == 0


def test_idle_kept_connection_does_not_delay_the_end(web: Web) -> None:
    kept = http.client.HTTPConnection("127.0.0.1", web.port, timeout=5)
    kept.request("GET", "/livez")
    kept.getresponse().read()
    begun = time.monotonic()
    web.process.send_signal(signal.SIGTERM)
    assert web.process.wait(10) == 0
    assert time.monotonic() - begun < 3
    kept.close()


async def watch_until_closed(web: Web, token: str, after_hello: Callable[[], None]) -> int | None:
    """Watch the calendar; gives the code the socket was closed with."""
    address = f"ws://127.0.0.1:{web.port}/ws/calendar"
    headers = {"Authorization": f"Bearer {token}"}
    async with websockets.connect(address, additional_headers=headers) as watching:
        assert orjson.loads(await watching.recv())["type"] == "hello"
        after_hello()
        await watching.wait_closed()
        return watching.close_code


def test_change_by_another_process_reaches_a_socket(
    shared_web: Web, token: str, office: Office
) -> None:
    async def watch() -> dict[str, object]:
        address = f"ws://127.0.0.1:{shared_web.port}/ws/calendar"
        headers = {"Authorization": f"Bearer {token}"}
        async with websockets.connect(address, additional_headers=headers) as watching:
            await watching.recv()
            threading.Thread(target=change).start()
            return dict(orjson.loads(await asyncio.wait_for(watching.recv(), 5)))

    def change() -> None:
        with transaction.atomic():
            append(streams.calendar(office.pk), "closure.changed", {"resources": [7] * 100})

    event = asyncio.run(watch())
    assert (event["seq"], event["name"]) == (1, "closure.changed")
    assert event["data"] == {"resources": [7] * 100}


def test_large_body_is_refused_before_it_is_sent(shared_web: Web) -> None:
    with socket.create_connection(("127.0.0.1", shared_web.port), timeout=5) as client:
        client.sendall(
            b"POST /api/v1/schools/import/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            b"Content-Length: 200000000\r\n\r\n"
        )
        answer = client.recv(65536)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert orjson.loads(answer.partition(b"\r\n\r\n")[2])["code"] == "too_large"


def test_client_that_sends_a_large_body_all_the_same_reads_the_refusal(shared_web: Web) -> None:
    client = http.client.HTTPConnection("127.0.0.1", shared_web.port, timeout=20)
    client.request("POST", "/api/v1/schools/import/", body=b"x" * 30_000_000)
    answer = client.getresponse()
    assert (answer.status, orjson.loads(answer.read())["code"]) == (413, "too_large")
    assert shared_web.get("/livez") == b"ok"


def test_large_body_of_unknown_length_is_refused_on_the_way(shared_web: Web) -> None:
    client = http.client.HTTPConnection("127.0.0.1", shared_web.port, timeout=20)
    chunks = (b"x" * 1_000_000 for _ in range(30))
    client.request("POST", "/api/v1/schools/import/", body=chunks, encode_chunked=True)
    assert client.getresponse().status == 413


def test_body_within_the_bound_is_taken(shared_web: Web) -> None:
    size = settings.VCS_MAX_BODY_BYTES - 1000
    head = b'--b\r\nContent-Disposition: form-data; name="name"\r\n\r\nx\r\n'
    head += b'--b\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n'
    request = urllib.request.Request(
        shared_web.url + "/test/upload",
        data=head + b"x" * size + b"\r\n--b--\r\n",
        headers={"Content-Type": "multipart/form-data; boundary=b"},
    )
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=20)
    # Django's own refusal of a form without its token: the body had arrived.
    assert refused.value.code == 403


def test_address_already_taken_ends_with_a_status_that_says_so(shared_web: Web) -> None:
    second = Web(shared_web.port)
    assert second.process.wait(60) == 1
