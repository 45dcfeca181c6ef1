"""Chat for those who send strange things everywhere: its forms, and a room with something in it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.messaging.actions.keep import keep
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room

# See `tests.web.hostile`.
FIELDS: dict[str, tuple[str, ...]] = {
    "keepings.answer": ("agrees",),
    "keepings.ask": (),
    "keepings.begin": ("from", "to"),
    "keepings.drop": (),
    "keepings.edit": ("title", "summary", "channel", "kind", "version", "part"),
    "keepings.publish": (),
    "keepings.reconsider": (),
    "message_changes.edit": ("body", "version"),
    "message_changes.pin": (),
    "message_changes.react": ("sign",),
    "message_changes.remove": ("reason",),
    "message_changes.restore": (),
    "message_changes.unpin": (),
    "message_changes.unreact": ("sign",),
    "messages.read": ("up_to",),
    "messages.save_draft": ("body", "client_id"),
    "messages.send": ("body", "client_id", "reply_to"),
    "messages.unread": ("from",),
}
GOOD: dict[str, str] = {
    "agrees": "yes",
    "client_id": "c" * 32,
    "part": "",
    "sign": "👍",
    "summary": "Es ging gut.",
}


def chat_named(session: Session, admin: Actor) -> dict[str, str]:
    """Return the arguments of the addresses of chat."""
    room = make_room(session, make_channel(session))
    message = make_message(session, room, admin)
    keeping = keep(session, admin, room, first=1, last=1)
    session.commit()
    of_keepings = ("answer", "ask", "drop", "edit", "publish", "reconsider", "show")
    changes = ("edit", "pin", "react", "remove", "restore", "unpin", "unreact")
    reading = ("events", "history", "read", "save_draft", "send", "unread")
    return {
        "message_id": message.public_id,
        **{f"message_changes.{view}.public_id": room.public_id for view in changes},
        **{f"keepings.{view}.public_id": keeping.public_id for view in of_keepings},
        **{f"keepings.{view}.public_id": room.public_id for view in ("begin", "choose")},
        **{f"messages.{view}.public_id": room.public_id for view in reading},
    }
