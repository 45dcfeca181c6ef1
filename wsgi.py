"""The WSGI entry: what servers and the `flask` command import."""

from forum.app import create_app
from forum.cli import forum
from forum.settings import Settings

app = create_app(Settings.from_env())
app.cli.add_command(forum)
