"""More than one browser in a test."""

from flask.testing import FlaskClient


def another_browser(client: FlaskClient) -> FlaskClient:
    """Return a browser without cookies at the same hub, asking for English."""
    other = type(client)(client.application, client.response_wrapper, use_cookies=True)
    other.environ_base["HTTP_ACCEPT_LANGUAGE"] = "en"
    return other
