"""Filling in forms as a browser without JavaScript does: load the page, change fields, send it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from typing_extensions import override
from werkzeug.test import TestResponse


@dataclass
class Form:
    """A form of a page: where it goes, and what it would send unchanged."""

    action: str = ""
    method: str = "get"
    values: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    """Name and value of each button; one is sent only when pressed."""


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._textarea: str | None = None
        self._select: str | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        if self._form is None or "disabled" in given:
            return
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._add(self._select, given.get("value", ""))
        elif tag == "textarea":
            self._textarea = name
            self._form.values.setdefault(name, [""])
        elif tag == "button" and name:
            self._form.buttons.append((name, given.get("value", "")))
        elif tag == "input" and name:
            self._input(name, given)

    def _input(self, name: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text")
        if kind in {"submit", "file"} or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self._add(name, given.get("value", "on" if kind in {"checkbox", "radio"} else ""))

    def _add(self, name: str, value: str) -> None:
        assert self._form is not None
        self._form.values.setdefault(name, []).append(value)

    @override
    def handle_data(self, data: str) -> None:
        if self._textarea and self._form:
            self._form.values[self._textarea][0] += data

    @override
    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea":
            if self._form and self._textarea:
                # A browser leaves out the line break that follows the opening tag.
                kept = self._form.values[self._textarea]
                kept[0] = kept[0].replace("\r\n", "\n").removeprefix("\n")
            self._textarea = None
        elif tag == "select":
            self._select = None


def forms_of(response: TestResponse) -> list[Form]:
    """Return the forms of a page, in their order."""
    return forms_in(response.text)


def forms_in(page: str) -> list[Form]:
    """Return the forms of some HTML, in their order."""
    parser = _Forms()
    parser.feed(page)
    return parser.forms


def form_with(response: TestResponse, field_name: str) -> Form:
    """Return the form that holds this field or button."""
    for form in forms_of(response):
        if field_name in form.values or field_name in {name for name, _ in form.buttons}:
            return form
    message = f"no form with {field_name!r} on the page ({response.status})"
    raise AssertionError(message)


def submit(
    client: FlaskClient, url: str, values: Mapping[str, object], *, follow_redirects: bool = False
) -> TestResponse:
    """Load the page, fill the values into the form that has the first of them, and send it."""
    page = client.get(url)
    assert page.status_code == 200, f"{url}: {page.status}"
    form = form_with(page, next(iter(values)))
    return send(client, form, url, values, follow_redirects=follow_redirects)


def press(
    client: FlaskClient, page: TestResponse, action: str, *, follow_redirects: bool = False
) -> TestResponse:
    """Press the only button of the form whose action ends so."""
    for form in forms_of(page):
        if urlsplit(form.action).path.endswith(action):
            return send(client, form, page.request.path, {}, follow_redirects=follow_redirects)
    message = f"no form that goes to {action!r}"
    raise AssertionError(message)


def send(
    client: FlaskClient,
    form: Form,
    url: str,
    values: Mapping[str, object],
    *,
    follow_redirects: bool = False,
) -> TestResponse:
    """Send a form with some values changed; ``None`` leaves a field out."""
    data: dict[str, object] = {**form.values, **values}
    return client.open(
        form.action or url,
        method=form.method.upper(),
        data={name: value for name, value in data.items() if value is not None},
        follow_redirects=follow_redirects,
    )
