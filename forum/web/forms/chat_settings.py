"""Forms of one's wishes about chat."""

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, TimeField
from wtforms.validators import AnyOf, Optional

from forum.accounts.models import Account
from forum.kernel.errors import Invalid
from forum.messaging.actions import ChatChoice
from forum.messaging.models import ChatWishes, RoomLevel
from forum.messaging.quiet import as_time
from forum.web.forms.base import Form


class ChatWishesForm(Form):
    """How chat is for oneself, in all rooms."""

    enter_sends = BooleanField(_l("Enter sends"))
    by_mail = BooleanField(_l("Tell me by e-mail what I have missed"))
    hours_by_mail = BooleanField(_l("Remind me by e-mail of chat hours to which I come"))
    quiet_from = TimeField(_l("Quiet from"), validators=[Optional()])
    quiet_until = TimeField(_l("Quiet until"), validators=[Optional()])
    direct_refused = BooleanField(_l("I do not wish direct messages"))
    shows_presence = BooleanField(_l("Let others see that I am here"))

    def show(self, account: Account, wishes: ChatWishes | None) -> None:
        """Show what holds now."""
        self.shows_presence.data = account.shows_presence
        self.enter_sends.data = wishes is None or wishes.enter_sends
        self.by_mail.data = wishes is None or wishes.by_mail
        self.hours_by_mail.data = wishes is None or wishes.hours_by_mail
        self.direct_refused.data = wishes is not None and wishes.direct_refused
        if wishes is not None:
            self.quiet_from.data = as_time(wishes.quiet_from)
            self.quiet_until.data = as_time(wishes.quiet_until)

    def chosen(self) -> ChatChoice:
        """Return what was chosen for all rooms."""
        return ChatChoice(
            by_mail=self.by_mail.data,
            enter_sends=self.enter_sends.data,
            direct_refused=self.direct_refused.data,
            quiet_from=self.quiet_from.data,
            quiet_until=self.quiet_until.data,
            hours_by_mail=self.hours_by_mail.data,
        )


class RoomLevelForm(Form):
    """What one wishes to be told of a room."""

    level = HiddenField(validators=[AnyOf(list(RoomLevel))])

    def chosen(self) -> RoomLevel:
        """Return the wish, or raise ``Invalid``."""
        if not self.validate():
            raise Invalid("http_400")
        return RoomLevel(str(self.level.data))
