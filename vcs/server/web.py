"""The web process: Daphne with bounded bodies, a quiet collector, and an end that loses nothing."""

import asyncio
import gc
import logging
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from weakref import WeakSet

# Daphne first: it chooses Twisted's reactor.
from daphne.server import Server  # isort: skip
from daphne.http_protocol import WebRequest
from django.conf import settings
from twisted.internet import defer

from vcs.live.frames import CLOSE_GOING_AWAY
from vcs.live.hub import hub
from vcs.live.pool import pool
from vcs.live.tail import tail
from vcs.server.sockets import EXTENSION, DirectSocket
from vcs.server.uploads import BoundedRequest

DRAIN_SECONDS = 25.0
DRAIN_STEP_SECONDS = 0.02
# Rarely: most objects of a long-lived server live long, and a full collection stops everybody.
COLLECT_AFTER = (50_000, 50, 100)
FRAME_BYTES = 65_536

logger = logging.getLogger(__name__)


class WebServer(Server):  # type: ignore[misc]
    """Daphne's server, ended in order: no new connections, sockets told, requests finished."""

    def __init__(
        self, application: Any, *, host: str, port: int, ready: Callable[[], None]
    ) -> None:
        address = host.replace(":", "\\:")
        super().__init__(
            application,
            endpoints=[f"tcp:port={port}:interface={address}:backlog=1024"],
            signal_handlers=False,
            http_timeout=60,
            websocket_connect_timeout=5,
            ping_interval=20,
            ping_timeout=20,
            websocket_max_message_size=FRAME_BYTES,
            websocket_max_frame_size=FRAME_BYTES,
            ready_callable=self._prepare,
            server_name="vcs",
        )
        self.listened = ready
        self.ports: list[Any] = []
        self.channels: WeakSet[Any] = WeakSet()
        self.ending: asyncio.Task[None] | None = None
        self.failed = False

    def create_application(self, protocol: Any, scope: dict[str, Any]) -> Any:
        """Offer the short way out to whoever serves a socket."""
        if isinstance(protocol, DirectSocket):
            scope["extensions"] = {EXTENSION: protocol.write_frame}
        return super().create_application(protocol, scope)

    def listen_success(self, port: Any) -> None:
        """Say so once the address is ours."""
        super().listen_success(port)
        self.ports.append(port)
        self.listened()

    def listen_error(self, failure: Any) -> None:
        """End with a status that says so."""
        self.failed = True
        super().listen_error(failure)

    def _prepare(self) -> None:
        # Daphne makes its factory inside run(), just before this, and has no hook for requests.
        build = self.http_factory.buildProtocol

        def build_bounded(address: Any) -> Any:
            protocol = build(address)
            protocol.requestFactory = BoundedRequest
            self.channels.add(protocol._channel)
            return protocol

        self.http_factory.buildProtocol = build_bounded
        self.ws_factory.protocol = DirectSocket.with_options_of(self.ws_factory)
        loop = asyncio.get_event_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, self.begin_end)
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)

    def begin_end(self) -> None:
        """Start to end; a second signal changes nothing."""
        if self.ending is None:
            self.ending = asyncio.ensure_future(self._end())

    async def _end(self) -> None:
        try:
            for port in self.ports:
                await defer.maybeDeferred(port.stopListening).asFuture(asyncio.get_running_loop())
            await hub().close_all(CLOSE_GOING_AWAY)
            self._close_idle_channels()
            await self._wait_for_requests()
            await asyncio.to_thread(tail.stop)
            await asyncio.to_thread(pool.shutdown)
        finally:
            self.stop()

    def _close_idle_channels(self) -> None:
        for channel in list(self.channels):
            channel.persistent = False
            if not channel.requests and channel.transport is not None:
                channel.loseConnection()

    async def _wait_for_requests(self) -> None:
        give_up_at = asyncio.get_running_loop().time() + DRAIN_SECONDS
        while waiting := self._requests_in_flight():
            if asyncio.get_running_loop().time() > give_up_at:
                logger.warning("%s requests were cut off", waiting)
                return
            await asyncio.sleep(DRAIN_STEP_SECONDS)

    def _requests_in_flight(self) -> int:
        return sum(
            isinstance(protocol, WebRequest) and "disconnected" not in details
            for protocol, details in self.connections.items()
        )

    def kill_all_applications(self) -> Any:
        """Cancel what is left; Daphne's own stumbles over connections without an application."""
        left = [details.get("application_instance") for details in self.connections.values()]
        running = [task for task in left if task is not None and not task.done()]
        for task in running:
            task.cancel()
        gathered = asyncio.gather(*running, return_exceptions=True)
        return defer.Deferred.fromFuture(asyncio.ensure_future(gathered))


def serve_web(host: str, port: int, ready: Callable[[], None]) -> None:
    """Serve until told to stop; exits with 1 if the address cannot be had."""
    # WhiteNoise looks for it, and a fresh machine has collected nothing.
    Path(str(settings.STATIC_ROOT)).mkdir(parents=True, exist_ok=True)
    from vcs.asgi import application

    server = WebServer(application, host=host, port=port, ready=ready)
    server.run()
    if server.failed:
        sys.exit(1)
