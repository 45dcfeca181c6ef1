"""People who read pages without a pause: ``python -m bench.page_load <port> <parent>``.

Reads what they need from standard input, as JSON: ``{"cookies": […], "paths": […]}``.
"""

import http.client
import itertools
import json
import sys
import threading

from forum.cli.processes import end_with

READERS = 4


def _read(port: int, cookie: str, paths: list[str]) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for path in itertools.cycle(paths):
        connection.request("GET", path, headers={"Cookie": f"session={cookie}"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)  # noqa: S101 - else there is no load


def main() -> None:
    """Read until the parent is gone."""
    port = int(sys.argv[1])
    end_with(int(sys.argv[2]))
    given = json.load(sys.stdin)
    threads = [
        threading.Thread(target=_read, args=(port, given["cookies"][number], given["paths"]))
        for number in range(READERS)
    ]
    for thread in threads:
        thread.start()


if __name__ == "__main__":
    main()
