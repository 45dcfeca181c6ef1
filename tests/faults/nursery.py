"""Starts `flask forum web` or `flask forum worker` quickly, again and again.

Most of a start is importing libraries. This process imports them once and forks; each child then
loads the app and runs the real command, as if it had been started afresh. Told what to do by lines
on its standard input: ``start``, or ``wait <pid>``; answers with a process id or a status.
"""

import os
import sys

from flask.cli import main

# Loaded for the children; the app itself is made by each of them.
import forum.app
import forum.cli  # noqa: F401
import tests.jobs.bells  # noqa: F401


def start(name: str) -> int:
    """Fork a child that runs the command, and return its process id."""
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDWR), 0)
        os.dup2(2, 1)
        sys.argv = ["flask", "--app", "tests.faults.wired", "forum", name]
        main()
    return child


def obey(name: str) -> None:
    """Do what the lines say until there are none."""
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "start":
            answer = start(name)
        else:
            _, status = os.waitpid(int(arguments[0]), 0)
            answer = os.waitstatus_to_exitcode(status)
        print(answer, flush=True)  # noqa: T201 - this is how it speaks


if __name__ == "__main__":
    obey(sys.argv[1])
