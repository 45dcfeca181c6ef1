"""Chat for those who send strange things everywhere: its forms, and a room with something in it."""

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from tests.factories.channels import make_channel
from tests.factories.messaging import make_message, make_room

# See `tests.web.hostile`.
FIELDS: dict[str, tuple[str, ...]] = {
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
GOOD: dict[str, str] = {"client_id": "c" * 32, "sign": "👍"}


def chat_named(session: Session, admin: Actor) -> dict[str, str]:
    """Return the arguments of the addresses of chat."""
    room = make_room(session, make_channel(session))
    message = make_message(session, room, admin)
    session.commit()
    changes = ("edit", "pin", "react", "remove", "restore", "unpin", "unreact")
    reading = ("events", "history", "read", "save_draft", "send", "unread")
    return {
        "message_id": message.public_id,
        **{f"message_changes.{view}.public_id": room.public_id for view in changes},
        **{f"messages.{view}.public_id": room.public_id for view in reading},
    }
