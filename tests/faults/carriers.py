"""Starts processes that hand letters over, quickly, again and again; see `tests.faults.nursery`.

A child is forked from the app as it is made, before it has opened anything, and does what the
worker does with letters until it is killed. Told what to do by lines on the standard input:
``start``, or ``wait <pid>``.
"""

import os
import sys
import time

from flask import Flask

from forum.app import create_app
from forum.mail import smtp
from forum.mail.regular import write_regular_ahead
from forum.settings import Settings

# A server that stalls is waited for as long as the test has time.
SECONDS_OF_PATIENCE = 1.0


def carry(app: Flask) -> None:
    """Hand over what waits, until the end."""
    while True:
        with app.app_context():
            write_regular_ahead()
        time.sleep(0.01)


def start(app: Flask) -> int:
    """Fork a child that carries letters, and return its process id."""
    child = os.fork()
    if child == 0:
        try:
            os.dup2(os.open(os.devnull, os.O_RDWR), 0)
            os.dup2(2, 1)
            carry(app)
        finally:
            os._exit(1)
    return child


def obey(app: Flask) -> None:
    """Do what the lines say until there are none."""
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "start":
            answer = start(app)
        else:
            _, status = os.waitpid(int(arguments[0]), 0)
            answer = os.waitstatus_to_exitcode(status)
        print(answer, flush=True)  # noqa: T201 - this is how it speaks


if __name__ == "__main__":
    smtp._SECONDS = SECONDS_OF_PATIENCE  # type: ignore[assignment]
    obey(create_app(Settings.from_env()))
