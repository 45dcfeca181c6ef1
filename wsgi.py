"""The WSGI entry: what servers and the `flask` command import."""

import sys

from pydantic import ValidationError

from forum.app import create_app
from forum.cli import forum
from forum.settings import NoEnvFile, Settings, explain

try:
    settings = Settings.from_env()
except (NoEnvFile, ValidationError) as error:
    sys.exit(explain(error))

app = create_app(settings)
app.cli.add_command(forum)
