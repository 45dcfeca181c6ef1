"""The form by which somebody objects to a decision of the moderation."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from forum.web.forms.base import RefusableForm


class ObjectionForm(RefusableForm):
    """An objection. Its length is the action's business."""

    text = TextAreaField(_l("Why do you not agree?"), validators=[DataRequired()])
