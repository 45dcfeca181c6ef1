"""The form by which anybody tells the moderation that something should not be here."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forum.moderation.actions.give_notice import ADDRESS_LIMIT, Sender, Told
from forum.moderation.models import NoticeReason
from forum.web.forms.base import Form, choice
from forum.web.texts.notices import REASONS


class NoticeForm(Form):
    """A notice. Lengths, and who has to give a name, are the action's business."""

    address = StringField(_l("Address of the content"), validators=[DataRequired()])
    reason = RadioField(
        _l("What is wrong?"),
        choices=[choice(reason.value, text) for reason, text in REASONS.items()],
        validators=[InputRequired()],
    )
    explanation = TextAreaField(_l("What exactly, and why?"), validators=[DataRequired()])
    name = StringField(_l("Your name"))
    email = StringField(_l("Your e-mail address"), render_kw={"type": "email"})
    good_faith = BooleanField(
        _l("What I write here is true and complete to the best of my knowledge."),
        validators=[InputRequired()],
    )
    submission_key = HiddenField(
        default=lambda: secrets.token_hex(16), validators=[Length(min=8, max=40)]
    )

    def told(self, path: str) -> Told:
        """Return what the notice says; `path`: of the address, where it is one of this hub."""
        return Told(
            address=self.address.data or "",
            path=path,
            reason=NoticeReason(self.reason.data),
            explanation=self.explanation.data or "",
            good_faith=bool(self.good_faith.data),
        )

    def stranger(self, locale: str) -> Sender:
        """Return what somebody without an account says about themselves."""
        return Sender(name=self.name.data or "", email=self.email.data or "", locale=locale)


__all__ = ["ADDRESS_LIMIT", "NoticeForm"]
