"""What goes wrong in a browser unseen: errors on its console, failed requests, answers of 500."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, Route, WebError

# The page changed its mind: it left, or asked anew with what was typed since.
GIVEN_UP = "net::ERR_ABORTED"


@dataclass
class Watch:
    """Notes what goes wrong in all pages of a test; what a test expects it says beforehand."""

    origin: str
    wrong: list[str] = field(default_factory=list)
    expected: list[re.Pattern[str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """Something of this kind is part of the test."""
        self.expected.append(re.compile(pattern))

    def follow(self, context: BrowserContext) -> None:
        """Watch a context, and keep it on this machine."""
        context.on("console", self._heard)
        context.on("weberror", self._failed)
        context.on("requestfailed", self._lost)
        context.on("response", self._answered)
        context.route(self._is_elsewhere, self._keep_here)

    @property
    def unexpected(self) -> list[str]:
        """What went wrong and was no part of the test."""
        return [one for one in self.wrong if not any(p.search(one) for p in self.expected)]

    def _is_elsewhere(self, url: str) -> bool:
        return url.startswith("http") and not url.startswith(f"{self.origin}/")

    def _keep_here(self, route: Route) -> None:
        """A new tab for a meeting is answered by us; nothing else asks other machines."""
        request = route.request
        if request.is_navigation_request():
            self.left.append(request.url)
            route.fulfill(content_type="text/html", body="<title>meeting</title>")
            return
        self.wrong.append(f"asked another machine: {request.url}")
        route.abort()

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.wrong.append(f"console: {message.text} ({_path(message.location['url'])})")

    def _failed(self, error: WebError) -> None:
        self.wrong.append(f"page: {error.error}")

    def _lost(self, request: Request) -> None:
        if request.failure != GIVEN_UP:
            self.wrong.append(f"request: {request.failure} {_path(request.url)}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500:
            self.wrong.append(f"answer: {response.status} {_path(response.url)}")


def _path(url: str) -> str:
    return urlsplit(url).path
