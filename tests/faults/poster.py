"""A member who writes one reply after the other over HTTP, and sends again until it is taken."""

import http.client
import threading
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from typing_extensions import override

from tests.web.forms import Form, forms_in


class Poster(threading.Thread):
    """Writes replies until told to stop; ``acknowledged`` are those the hub has accepted.

    Each reply is sent with the key of its form, so that sending it again, when the answer was
    lost, must not make a second post.
    """

    def __init__(self, name: str, port: int, thread: str, cookie: str) -> None:
        """Keep where to write, and the cookie of a member who is signed in."""
        super().__init__(name=name, daemon=True)
        self.acknowledged: list[str] = []
        self.repeats = 0
        self.failure: BaseException | None = None
        self._port = port
        self._path = f"/threads/{thread}/reply"
        self._cookies = {"session": cookie}
        self._told = threading.Event()

    @override
    def run(self) -> None:
        """Write until told."""
        try:
            while not self._told.is_set():
                self.write(f"Beitrag {len(self.acknowledged)} von {self.name}")
        except BaseException as failure:  # noqa: BLE001 - looked at by the test
            self.failure = failure

    def stop(self) -> None:
        """Finish the present reply and end."""
        self._told.set()

    def write(self, text: str) -> None:
        """Write one reply; return when the hub has accepted it."""
        status, page = self._ask("GET", self._path)
        assert status == 200, f"{status}: {page[:500]}"
        [form] = [one for one in forms_in(page) if "submission_key" in one.values]
        status, page = self._ask("POST", self._path, form, {"body": text})
        assert status == 303, f"{status}: {page[:500]}"
        self.acknowledged.append(text)

    def _ask(
        self,
        method: str,
        path: str,
        form: Form | None = None,
        changed: dict[str, str] | None = None,
    ) -> tuple[int, str]:
        """Return status and page; ask again as long as the process is away."""
        values = {name: value[0] for name, value in form.values.items()} if form else {}
        body = urlencode({**values, **(changed or {})}) if form else None
        deadline, trouble = time.monotonic() + 90, ""
        while time.monotonic() < deadline:
            try:
                status, page = self._ask_once(method, path, body)
            except (OSError, http.client.HTTPException) as error:
                trouble = repr(error)
                self.repeats += method == "POST"
                time.sleep(0.05)
                continue
            if status < 500:
                return status, page
            trouble = f"{status}: {page[-2000:]}"
            time.sleep(0.1)
        raise AssertionError(f"the hub stayed away: {trouble}")

    def _ask_once(self, method: str, path: str, body: str | None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        headers = {"Cookie": "; ".join(f"{key}={value}" for key, value in self._cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
            for header in answer.headers.get_all("Set-Cookie", []):
                for name, morsel in SimpleCookie(header).items():
                    self._cookies[name] = morsel.value
            return answer.status, page
        finally:
            connection.close()
