"""The form by which a reader of a room tells the moderation of a message."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from forum.moderation.actions.give_notice import Told
from forum.moderation.models import NoticeReason
from forum.web.forms.base import Form, choice
from forum.web.texts.notices import REASONS


class MessageReportForm(Form):
    """A report. Lengths are the action's business."""

    reason = RadioField(
        _l("What is wrong?"),
        choices=[choice(reason.value, text) for reason, text in REASONS.items()],
        validators=[InputRequired()],
    )
    explanation = TextAreaField(_l("What exactly, and why?"), validators=[DataRequired()])
    good_faith = BooleanField(
        _l("What I write here is true and complete to the best of my knowledge."),
        validators=[InputRequired()],
    )
    submission_key = HiddenField(
        default=lambda: secrets.token_hex(16), validators=[Length(min=8, max=40)]
    )

    def told(self, address: str) -> Told:
        """Return what the report says; `address`: of the message."""
        return Told(
            address=address,
            path="",
            reason=NoticeReason(self.reason.data),
            explanation=self.explanation.data or "",
            good_faith=bool(self.good_faith.data),
        )
