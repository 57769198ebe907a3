"""Daphne's websocket with the options of its factory."""

from __future__ import annotations

from autobahn.websocket.protocol import WebSocketServerFactory

from vcs.server.sockets import DirectSocket


def test_callable_options_of_the_factory_take_no_extra_argument():
    factory = WebSocketServerFactory()
    factory.perMessageCompressionAccept = lambda offers: ("accepted", offers)
    protocol = DirectSocket.with_options_of(factory)()
    assert protocol.perMessageCompressionAccept(["deflate"]) == ("accepted", ["deflate"])
