"""Sending files through the front door, as the editor's script and as a plain form do."""

import io

import sqlalchemy as sa
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from forum.attachments.models import Attachment
from tests.attachments.files import PDF
from tests.web.forms import form_with, send


def token_of(client: FlaskClient) -> str:
    """Return what every form of this browser carries."""
    return form_with(client.get("/contact"), "text").values["csrf_token"][0]


def upload(
    client: FlaskClient, content: bytes = PDF, name: str = "plan.pdf", **fields: str
) -> TestResponse:
    """Send a file as the editor's script does."""
    # Encoded in memory: the client would forget to close its temporary file.
    values = {
        "csrf_token": token_of(client),
        "file": FileStorage(io.BytesIO(content), name),
        **fields,
    }
    boundary, body = encode_multipart(values)
    return client.post(
        "/attachments",
        data=body,
        content_type=f'multipart/form-data; boundary="{boundary}"',
        headers={"Accept": "application/json"},
    )


def rows(session: Session) -> list[Attachment]:
    """Return all files as they are in the database now."""
    statement = sa.select(Attachment).order_by(Attachment.id)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def publish(client: FlaskClient, slug: str, body: str) -> str:
    """Begin a thread and return its page."""
    url = f"/channels/{slug}/threads/new"
    form = form_with(client.get(url), "body")
    values: dict[str, object] = {"title": "Ein Plan", "body": body, "intent": "publish"}
    answer = send(client, form, url, values, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def reply_with(client: FlaskClient, thread: str, body: str, **values: object) -> TestResponse:
    """Answer in a thread."""
    url = f"/threads/{thread}/reply"
    form = form_with(client.get(url), "body")
    return send(client, form, url, {"body": body, "intent": "publish", **values})
