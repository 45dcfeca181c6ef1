"""Forms for signing up and in, and for one's own account."""

import secrets
from collections.abc import Sequence
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
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
# More than any password has; longer ones are refused before they are hashed.
TYPED_PASSWORD_LIMIT = 1_000
_MISSING = _l("Please fill this in.")
_TOO_LONG = _l("At most %(max)d characters, please.")


def _required() -> DataRequired:
    return DataRequired(message=_MISSING)


def _at_most(limit: int) -> Length:
    return Length(max=limit, message=_TOO_LONG)


def _password(label: str) -> PasswordField:
    return PasswordField(
        label, validators=[InputRequired(message=_MISSING), _at_most(TYPED_PASSWORD_LIMIT)]
    )


def _acceptance() -> BooleanField:
    return BooleanField(
        _l("I accept the rules and have read the privacy notice"),
        validators=[InputRequired(message=_l("Without this we cannot let you join."))],
    )


class SignInForm(Form):
    """Address and password."""

    email = StringField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )
    password = _password(_l("Password"))


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
        self.organisation_id.choices = choices_of(organisations, nothing=_l("Not given"))
        self.city_id.choices = choices_of(cities, nothing=_l("Not given"))


class SignUpForm(_DetailsFields):
    """Everything somebody must say to become a member."""

    email = EmailField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )
    password = _password(_l("Password"))
    other_organisation = StringField(
        _l("Other organisation"),
        filters=[trimmed],
        validators=[Optional(), _at_most(ORGANISATION_LIMIT)],
    )
    reason = TextAreaField(
        _l("Why would you like to join?"), validators=[Optional(), _at_most(REASON_LIMIT)]
    )
    accepted = _acceptance()
    form_key = HiddenField(default=lambda: secrets.token_hex(16), validators=[_at_most(64)])


class InvitedForm(_DetailsFields):
    """What somebody must say who was invited: the address is known already."""

    password = _password(_l("Password"))
    accepted = _acceptance()


class ResetRequestForm(Form):
    """The address a link for a new password is sent to."""

    email = EmailField(
        _l("E-mail address"), filters=[trimmed], validators=[_required(), _at_most(ADDRESS_LIMIT)]
    )


class NewPasswordForm(Form):
    """A new password, by a link from a letter."""

    password = _password(_l("New password"))


class PasswordChangeForm(Form):
    """The old password and a new one."""

    present = _password(_l("Present password"))
    password = _password(_l("New password"))


class EmailChangeForm(Form):
    """Another address, and the password to prove who asks."""

    new_email = EmailField(
        _l("New e-mail address"),
        filters=[trimmed],
        validators=[_required(), _at_most(ADDRESS_LIMIT)],
    )
    present = _password(_l("Password"))


class ProfileForm(_DetailsFields):
    """What others see of a member."""

    offers = TextAreaField(
        _l("What I can help with"), validators=[Optional(), _at_most(OFFERS_LIMIT)]
    )


class PictureForm(Form):
    """A picture of oneself."""

    picture = FileField(
        _l("Picture"), validators=[FileRequired(message=_l("Please choose a file first."))]
    )


class DisplayForm(Form):
    """Language, colours and time zone; shortcuts, and whether others see one is here."""

    locale = RadioField(
        _l("Language"),
        validators=[InputRequired(message=_MISSING)],
        choices=[choice("de", "Deutsch"), choice("en", "English")],
    )
    appearance = RadioField(
        _l("Colours"),
        validators=[InputRequired(message=_MISSING)],
        choices=[
            choice(Appearance.AUTO.value, _l("As on this device")),
            choice(Appearance.LIGHT.value, _l("Light")),
            choice(Appearance.DARK.value, _l("Dark")),
        ],
    )
    timezone = SelectField(
        _l("Time zone"),
        validators=[InputRequired(message=_MISSING)],
        choices=[choice(name, name.replace("_", " ")) for name in _TIMEZONES],
    )
    uses_shortcuts = BooleanField(_l("Shortcuts of a single key"))
    shows_presence = BooleanField(_l("Let others see that I am here"))


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
        self.organisation_id.choices = choices_of(organisations, nothing=_l("Not given"))


class RefusalForm(Form):
    """Refusing somebody, with the words they will read."""

    note = TextAreaField(_l("Reason"), validators=[_required(), _at_most(NOTE_LIMIT)])
