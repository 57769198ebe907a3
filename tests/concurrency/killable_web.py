"""A nursery of web processes to be killed: prepared once, then each is a fork of its own.

It reads ports, a line each; the process that serves there writes its id once it listens.
"""

from __future__ import annotations

import os
import sys

import django

django.setup()

from django.urls import get_resolver  # noqa: E402

# What takes most of a start, as far as it makes no event loop: that each process makes for itself.
import vcs.routing  # noqa: E402, F401

get_resolver().url_patterns  # noqa: B018


def serve(port: int) -> None:
    """Be a web process until killed."""
    from vcs.server.web import serve_web

    serve_web("127.0.0.1", port, ready=lambda: os.write(1, b"%d\n" % os.getpid()))


for line in sys.stdin:
    child = os.fork()
    if child == 0:
        serve(int(line))
        os._exit(1)
    os.waitpid(child, 0)
