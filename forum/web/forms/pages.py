"""Forms around the operator's pages."""

import secrets

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import DataRequired, Email, InputRequired, Length
from wtforms.widgets import HiddenInput

from forum.pages.actions import ADDRESS_LIMIT, MESSAGE_LIMIT, NAME_LIMIT, PAGE_LIMIT, TITLE_LIMIT
from forum.web.forms.base import Form


class PageForm(Form):
    """A new version of a page, and the version it was written from."""

    title = StringField(_l("Title"), validators=[DataRequired(), Length(max=TITLE_LIMIT)])
    source = TextAreaField(_l("Text"), validators=[DataRequired(), Length(max=PAGE_LIMIT)])
    based_on = IntegerField(widget=HiddenInput(), validators=[InputRequired()])


class ContactForm(Form):
    """A message to the operator."""

    name = StringField(_l("Your name"), validators=[DataRequired(), Length(max=NAME_LIMIT)])
    email = EmailField(
        _l("Your e-mail address"), validators=[DataRequired(), Email(), Length(max=254)]
    )
    text = TextAreaField(_l("Your message"), validators=[DataRequired(), Length(max=MESSAGE_LIMIT)])
    about = StringField(_l("Page it is about"), validators=[Length(max=ADDRESS_LIMIT)])
    submission_key = HiddenField(
        default=lambda: secrets.token_hex(16), validators=[Length(min=8, max=40)]
    )
