"""The question before a text is published that seems to hold personal data of others.

The author decides, and the decision holds for exactly this text. Of an edit, only what the post did
not say before is asked about.
"""

from flask import request
from wtforms import HiddenField, StringField

from forum.kernel.markup import POST_LIMIT
from forum.kernel.personal_data import personal_data
from forum.threads.models import Post
from forum.web.auth import current_account
from forum.web.forms.threads import WritingForm
from forum.web.presenters.personal_data import personal_data_note, sign_of
from forum.web.threadpool import off_the_loop

ANYWAY = "publish-anyway"


def asks_about_personal_data(form: WritingForm, target: object) -> bool:
    """Tell whether the author is to be asked first; then the form shows the note."""
    text = _words_of(form)[:POST_LIMIT]
    if form.intent == ANYWAY and request.form.get("personal_data_seen") == sign_of(text):
        return False
    former = f"{target.thread.title}\n{target.source}" if isinstance(target, Post) else ""
    account = current_account()
    known = set(off_the_loop(personal_data, former)) if former else set()
    findings = [
        finding
        for finding in off_the_loop(personal_data, text)
        if finding not in known and (account is None or finding.text.lower() != account.email)
    ]
    if findings:
        form.note = personal_data_note(findings, text)
        form.refused = 422
    return bool(findings)


def _words_of(form: WritingForm) -> str:
    """Return everything that readers will read: text, title, and whatever else is written."""
    fields = (field for field in form if isinstance(field, StringField))
    return "\n".join(field.data or "" for field in fields if not isinstance(field, HiddenField))
