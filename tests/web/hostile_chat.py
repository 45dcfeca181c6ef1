"""Chat for those who send strange things everywhere: its forms, and a room with something in it."""

import datetime as dt

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.kernel import clock
from forum.messaging.actions import open_working
from forum.messaging.actions.keep import keep
from forum.messaging.actions.plan_hour import HourPlan, plan_hour
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.factories.consultations import make_consultation
from tests.factories.messaging import make_message, make_room

# See `tests.web.hostile`.
FIELDS: dict[str, tuple[str, ...]] = {
    "chat_hours.answer": ("comes",),
    "chat_hours.call_off": (),
    "chat_hours.edit": ("title", "description", "starts_at", "minutes", "host", "version"),
    "chat_hours.plan": ("title", "description", "starts_at", "minutes", "host", "version"),
    "chat_hours.read": (),
    "chat_settings.choose_level": ("level",),
    "chat_settings.show": (
        "enter_sends",
        "by_mail",
        "hours_by_mail",
        "quiet_from",
        "quiet_until",
        "direct_refused",
        "shows_presence",
    ),
    "consultation_results.write": ("title", "transferable", "channel", "submission_key"),
    "consultations.begin": ("find", "people", "name", "step", "pace"),
    "consultations.cast": ("part",),
    "consultations.leave": (),
    "consultations.method": ("method",),
    "consultations.move": ("step", "way"),
    "consultations.promise": ("rule",),
    "consultations.question": ("question",),
    "consultations.share": ("agrees",),
    "consultations.take_over": (),
    "conversations.begin": ("find", "people", "name", "step"),
    "conversations.write_to": (),
    "keepings.answer": ("agrees",),
    "keepings.ask": (),
    "keepings.begin": ("from", "to", "step"),
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
    "message_reports.report": (
        "reason",
        "explanation",
        "good_faith",
        "submission_key",
    ),
    "messages.read": ("up_to",),
    "messages.save_draft": ("body", "client_id"),
    "messages.send": ("body", "client_id", "reply_to"),
    "messages.unread": ("from",),
    "room_people.add": (),
    "room_people.close": (),
    "room_people.leave": (),
    "room_people.remove": (),
    "room_people.rename": ("name", "description"),
    "room_people.reopen": (),
    "room_people.switch_off": (),
    "room_people.switch_on": (),
    "room_settings.of_channel": ("slow", "kept"),
    "room_settings.show": ("slow", "kept"),
}
GOOD: dict[str, str] = {
    "agrees": "yes",
    "client_id": "c" * 32,
    "comes": "yes",
    "kept": "90",
    "level": "all",
    "method": "headstand",
    "minutes": "60",
    "pace": "live",
    "part": "",
    "quiet_from": "22:00",
    "quiet_until": "07:00",
    "question": "Wie beginne ich?",
    "rule": "1",
    "sign": "👍",
    "transferable": "Früh fragen.",
    "slow": "30",
    "starts_at": "2099-01-01T17:30",
    "summary": "Es ging gut.",
    "way": "on",
}


_OF_CONSULTATIONS = (
    *("bar", "cast", "leave", "method", "move", "promise", "question", "share"),
    "take_over",
)


def chat_named(session: Session, admin: Actor) -> dict[str, str]:
    """Return the arguments of the addresses of chat."""
    room = make_room(session, make_channel(session))
    message = make_message(session, room, admin)
    keeping = keep(session, admin, room, first=1, last=1)
    consultation = make_consultation(session, admin, make_actor(session), make_actor(session))
    conversation = open_working(session, admin, [make_actor(session)], name="Fest")
    session.commit()
    of_keepings = ("answer", "ask", "drop", "edit", "publish", "reconsider", "show")
    changes = ("edit", "pin", "react", "remove", "restore", "unpin", "unreact")
    of_people = ("add", "close", "leave", "remove", "rename", "reopen", "show")
    of_another = make_message(session, room, make_actor(session, "Andere Person"))
    plan = HourPlan(
        title="Säle",
        description="",
        starts_at=clock.now() + dt.timedelta(days=1),
        minutes=60,
        host=admin,
    )
    hour = plan_hour(session, admin, room, plan)
    session.commit()
    of_hours = ("answer", "calendar", "call_off", "edit", "read", "show")
    reading = ("events", "history", "read", "save_draft", "send", "unread")
    return {
        "message_id": message.public_id,
        **{f"message_changes.{view}.public_id": room.public_id for view in changes},
        "message_reports.report.public_id": room.public_id,
        "message_reports.report.message_id": of_another.public_id,
        **{f"keepings.{view}.public_id": keeping.public_id for view in of_keepings},
        **{f"keepings.{view}.public_id": room.public_id for view in ("begin", "choose")},
        **{f"room_people.{view}.public_id": conversation.public_id for view in of_people},
        **{f"consultations.{view}.public_id": consultation.public_id for view in _OF_CONSULTATIONS},
        "consultation_results.write.public_id": consultation.public_id,
        "consultations.show.public_id": consultation.public_id,
        "room_settings.show.public_id": conversation.public_id,
        **{f"chat_hours.{view}.public_id": hour.public_id for view in of_hours},
        **{f"messages.{view}.public_id": room.public_id for view in reading},
    }
