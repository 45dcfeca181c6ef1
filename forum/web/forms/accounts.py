"""Forms for signing up and in, and for one's own account."""

import secrets
from collections.abc import Sequence
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from forum.accounts.actions.applications import NOTE_LIMIT, REASON_LIMIT
from forum.accounts.actions.invitations import INVITATION_NOTE_LIMIT
from forum.accounts.actions.newcomers import FUNCTION_LIMIT, NAME_LIMIT, ORGANISATION_LIMIT
from forum.accounts.actions.profiles import OFFERS_LIMIT
from forum.accounts.addresses import ADDRESS_LIMIT
from forum.accounts.models import Appearance, City, Organisation
from forum.web.forms.base import Form, choice, choices_of, id_or_none, trimmed

_REGIONS = ("Africa", "America", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")
_TIMEZONES = [*sorted(name for name in available_timezones() if name.startswith(_REGIONS)), "UTC"]
_MISSING = _l("Please fill this in.")
_TOO_LONG = _l("At most %(max)d characters, please.")


def _required() -> DataRequired:
    return DataRequired(message=_MISSING)


def _at_most(limit: int) -> Length:
    return Length(max=limit, message=_TOO_LONG)


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )


class _DetailsFields(Form):
    """Who somebody is."""

    name = StringField(
        _l("Name"), filters=[trimmed], validators=[_required(), _at_most(NAME_LIMIT)]
    )
    organisation_id = SelectField(
        _l("Organisation"), coerce=id_or_none, validators=[Optional()], choices=[]
    )
    city_id = SelectField(_l("City"), coerce=id_or_none, validators=[Optional()], choices=[])
    function = StringField(
        _l("Function"), filters=[trimmed], validators=[Optional(), _at_most(FUNCTION_LIMIT)]
    )

    def offer(self, organisations: Sequence[Organisation], cities: Sequence[City]) -> None:
        """Fill the two lists."""
        self.organisation_id.choices = choices_of(organisations, nothing=_l("Please choose"))
        self.city_id.choices = choices_of(cities, nothing=_l("Please choose"))


class _NewPasswordField(Form):
    password = PasswordField(
        _l("Password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )


class SignUpForm(_DetailsFields, _NewPasswordField):
    """Everything somebody must say to become a member."""

    email = EmailField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )
    other_organisation = StringField(
        _l("Other organisation"),
        filters=[trimmed],
        validators=[Optional(), _at_most(ORGANISATION_LIMIT)],
    )
    reason = TextAreaField(
        _l("Why would you like to join?"), validators=[Optional(), _at_most(REASON_LIMIT)]
    )
    accepted = BooleanField(
        _l("I accept the rules and have read the privacy notice."),
        validators=[InputRequired(message=_l("Without this we cannot let you join."))],
    )
    form_key = HiddenField(default=lambda: secrets.token_hex(16), validators=[_at_most(64)])


class InvitedForm(_DetailsFields, _NewPasswordField):
    """What somebody must say who was invited: the address is known already."""

    accepted = BooleanField(
        _l("I accept the rules and have read the privacy notice."),
        validators=[InputRequired(message=_l("Without this we cannot let you join."))],
    )


class ResetRequestForm(Form):
    """The address a link for a new password is sent to."""

    email = EmailField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )


class NewPasswordForm(_NewPasswordField):
    """A new password, by a link from a letter."""

    password = PasswordField(
        _l("New password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )


class PasswordChangeForm(Form):
    """The old password and a new one."""

    present = PasswordField(
        _l("Present password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )
    password = PasswordField(
        _l("New password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )


class EmailChangeForm(Form):
    """Another address, and the password to prove who asks."""

    new_email = EmailField(
        _l("New e-mail address"),
        filters=[trimmed],
        validators=[_required(), _at_most(ADDRESS_LIMIT)],
    )
    present = PasswordField(
        _l("Password"), validators=[InputRequired(message=_MISSING), _at_most(1_000)]
    )


class ProfileForm(_DetailsFields):
    """What others see of a member."""

    offers = TextAreaField(
        _l("What I can help with"), validators=[Optional(), _at_most(OFFERS_LIMIT)]
    )


class PictureForm(Form):
    """A picture of oneself."""

    picture = FileField(_l("Picture"))


class DisplayForm(Form):
    """Language, colours and time zone."""

    locale = RadioField(_l("Language"), choices=[choice("de", "Deutsch"), choice("en", "English")])
    appearance = RadioField(
        _l("Colours"),
        choices=[
            choice(Appearance.AUTO.value, _l("As on this device")),
            choice(Appearance.LIGHT.value, _l("Light")),
            choice(Appearance.DARK.value, _l("Dark")),
        ],
    )
    timezone = SelectField(
        _l("Time zone"), choices=[choice(name, name.replace("_", " ")) for name in _TIMEZONES]
    )


class InvitationForm(Form):
    """Whom an admin invites."""

    email = EmailField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )
    organisation_id = SelectField(
        _l("Organisation"), coerce=id_or_none, validators=[Optional()], choices=[]
    )
    city_id = SelectField(_l("City"), coerce=id_or_none, validators=[Optional()], choices=[])
    note = TextAreaField(
        _l("Personal words"), validators=[Optional(), _at_most(INVITATION_NOTE_LIMIT)]
    )
    offer = _DetailsFields.offer


class AcceptanceForm(Form):
    """Letting somebody in, as a member of which organisation."""

    organisation_id = SelectField(
        _l("Organisation"), coerce=id_or_none, validators=[Optional()], choices=[]
    )

    def offer(self, organisations: Sequence[Organisation]) -> None:
        """Fill the list."""
        self.organisation_id.choices = choices_of(organisations, nothing=_l("None"))


class RefusalForm(Form):
    """Refusing somebody, with the words they will read."""

    note = TextAreaField(_l("Reason"), validators=[_required(), _at_most(NOTE_LIMIT)])
