"""Forms around channels and groups."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, ValidationError

from forum.channels.actions.group import NAME_LIMIT, PURPOSE_LIMIT
from forum.channels.models import Audience, Channel, SubscriptionLevel
from forum.channels.policy import audience_can_become
from forum.kernel.errors import Invalid
from forum.kernel.markup import clean_line
from forum.web.texts import sentence
from forum.web.texts.channels import AUDIENCE_NAMES


class Line:
    """Accept what the kernel accepts as a line of text, and say why where it does not."""

    def __init__(self, limit: int) -> None:
        """Keep the limit, in characters after cleaning."""
        self.limit = limit
        self.field_flags = {"required": True}

    def __call__(self, _form: FlaskForm, field: StringField) -> None:
        """Raise ``ValidationError`` with the sentence of the kernel's reason."""
        try:
            clean_line(field.data or "", limit=self.limit, field=field.name)
        except Invalid as error:
            raise ValidationError(sentence(error.reason, **error.values)) from error


class GroupForm(FlaskForm):
    """A new working group."""

    name = StringField(_l("Name of the group"), validators=[Line(NAME_LIMIT)])
    purpose = TextAreaField(_l("What it is for, in one sentence"), validators=[Line(PURPOSE_LIMIT)])

    def line(self, name: str) -> str:
        """Return what was written in a field; nothing is an empty line."""
        return str(self[name].data or "")


class AudienceForm(FlaskForm):
    """Who reads along."""

    audience = RadioField(_l("Who reads along"), validators=[InputRequired()])

    def offer(self, channel: Channel) -> None:
        """Offer what the channel's audience can become, the present one included."""
        self.audience.choices = [
            (level.value, AUDIENCE_NAMES[level])
            for level in Audience
            if level is channel.audience or audience_can_become(channel, level)
        ]


class SubscriptionForm(FlaskForm):
    """A wish about a channel; empty is neither watching nor muting."""

    level = HiddenField(validators=[AnyOf(["", *SubscriptionLevel])])

    def chosen(self) -> SubscriptionLevel | None:
        """Return the wish, or raise ``Invalid``."""
        if not self.validate():
            raise Invalid("http_400")
        return SubscriptionLevel(self.level.data) if self.level.data else None
