"""What must never happen in a window, whatever is tested in it."""

from playwright.sync_api import ConsoleMessage, Page, Request


class Watch:
    """Notes errors of scripts, errors on the console, and requests to any other host."""

    def __init__(self, page: Page, origin: str) -> None:
        self.faults: list[str] = []
        self._origin = origin
        self._documents: set[str] = set()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", self._read)
        page.on("request", self._follow)

    def _follow(self, request: Request) -> None:
        if request.resource_type == "document":
            self._documents.add(request.url)
        if not request.url.startswith((self._origin, "data:", "blob:")):
            self.faults.append(f"asked another host: {request.url}")

    def _read(self, message: ConsoleMessage) -> None:
        if message.type not in {"error", "warning"}:
            return
        # Chromium writes to the console that a page came with 404 or 422; that is no fault of it.
        place = str(message.location.get("url", ""))
        if message.text.startswith("Failed to load resource") and place in self._documents:
            return
        # Nor that somebody left a page whose socket was still being opened.
        if message.text.endswith("WebSocket is closed before the connection is established."):
            return
        self.faults.append(f"{place}: {message.text}")
