"""Flask-SocketIO alone, on the same server: it says what it is given, and stores nothing.

Started as a process of its own by `bench.chat`: ``python -m gevent.monkey --module bench.bare_chat
<port>``.
"""

import sys

from flask import Flask, request
from flask_socketio import SocketIO, join_room

from forum.cli.processes import end_with
from forum.cli.server import serve


def main() -> None:
    """Serve on the port that is the first argument, and end with the process of the second."""
    end_with(int(sys.argv[2]))
    app = Flask(__name__)
    socketio = SocketIO(
        app, async_mode="gevent", transports=["websocket"], cors_allowed_origins="*"
    )

    def enter(words: dict[str, str]) -> dict[str, object]:
        join_room(words["room"])
        return {"ok": True, "last": 0}

    socketio.on_event("enter", enter)

    @app.post("/say")
    def say() -> str:
        words = request.get_json()
        socketio.emit("happened", words, to=words["room"])
        return ""

    serve(app, "127.0.0.1", int(sys.argv[1]))


if __name__ == "__main__":
    main()
