"""Forms around following and being told."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField
from wtforms.validators import AnyOf, Optional

from forum.channels.models import Channel
from forum.kernel.errors import Invalid
from forum.notifications.kinds import Kind, Way, ways_of
from forum.notifications.queries import Wishes
from forum.threads.models import ThreadLevel
from forum.web.forms.base import Form, choice
from forum.web.texts.notifications import WAYS
from forum.wording.notifications import REASONS


class ThreadLevelForm(Form):
    """A wish about a thread."""

    level = HiddenField(validators=[AnyOf(list(ThreadLevel))])

    def chosen(self) -> ThreadLevel:
        """Return the wish, or raise ``Invalid``."""
        if not self.validate():
            raise Invalid("http_400")
        return ThreadLevel(str(self.level.data))


def _way_field(kind: Kind) -> SelectField:
    choices = [choice(way.value, WAYS[way]) for way in ways_of(kind)]
    return SelectField(REASONS[kind], choices=choices)


class WaysForm(Form):
    """How one is told, kind by kind, and whether one follows what one writes in."""

    mention = _way_field(Kind.MENTION)
    reply = _way_field(Kind.REPLY)
    own_thread = _way_field(Kind.OWN_THREAD)
    followed = _way_field(Kind.FOLLOWED)
    quoted = _way_field(Kind.QUOTED)
    announcement = _way_field(Kind.ANNOUNCEMENT)
    new_thread = _way_field(Kind.NEW_THREAD)
    answer_accepted = _way_field(Kind.ANSWER_ACCEPTED)
    reaction = _way_field(Kind.REACTION)
    poll_closed = _way_field(Kind.POLL_CLOSED)
    bookmark_due = _way_field(Kind.BOOKMARK_DUE)
    report_adopted = _way_field(Kind.REPORT_ADOPTED)
    report_answered = _way_field(Kind.REPORT_ANSWERED)
    report_confirmed = _way_field(Kind.REPORT_CONFIRMED)
    report_due = _way_field(Kind.REPORT_DUE)
    edit_suggested = _way_field(Kind.EDIT_SUGGESTED)
    suggestion_settled = _way_field(Kind.SUGGESTION_SETTLED)
    post_released = _way_field(Kind.POST_RELEASED)
    post_rejected = _way_field(Kind.POST_REJECTED)
    # Left out, it stays as it is: a page from before this field must not end letters.
    chat = SelectField(
        _l("Messages for you in chat that have waited for a quarter of an hour"),
        choices=[choice(way.value, WAYS[way]) for way in (Way.MAIL, Way.PAGE)],
        validators=[Optional()],
    )
    follows_written = BooleanField(_l("Follow the threads in which I write"))

    def show(self, wishes: Wishes, *, follows_written: bool, chat_by_mail: bool) -> None:
        """Show what holds now."""
        for kind in Kind:
            self[kind.value].data = wishes.way(kind).value
        self.follows_written.data = follows_written
        self.chat.data = (Way.MAIL if chat_by_mail else Way.PAGE).value

    @property
    def kind_fields(self) -> list[Any]:
        """The fields of the kinds, in their order."""
        return [*(self[kind.value] for kind in Kind), self.chat]

    def ways(self) -> Mapping[Kind, Way]:
        """Return what was chosen."""
        return {kind: Way(self[kind.value].data) for kind in Kind}

    @property
    def chat_by_mail(self) -> bool | None:
        """Whether letters tell what was missed in chat; ``None``: nothing was chosen."""
        return Way(self.chat.data) is Way.MAIL if self.chat.data else None


class ChannelWayForm(Form):
    """How one is told of one channel, whatever the kind."""

    channel = SelectField(_l("Channel"))
    way = SelectField(
        _l("How you are told of it"),
        choices=[choice("", _l("As chosen above")), *(choice(way.value, WAYS[way]) for way in Way)],
    )

    def offer(self, channels: list[Channel]) -> None:
        """Offer these channels."""
        self.channel.choices = [choice(channel.slug, channel.name) for channel in channels]

    def chosen(self) -> Way | None:
        """Return the way; ``None``: by kind."""
        return Way(self.way.data) if self.way.data else None
