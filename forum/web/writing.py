"""What happens to a text between the editor and the action that publishes it.

Nothing that was written is lost here: whatever is refused, the form comes back as it was sent, with
the sentence that says why beside the field.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_limiter import RateLimitExceeded
from markupsafe import Markup

from forum.channels.models import Channel
from forum.extensions import db, limiter, unit_of_work
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, TooMany
from forum.kernel.markup import POST_LIMIT, render
from forum.threads.actions import save_draft
from forum.threads.models import Draft, Post, Thread
from forum.threads.queries import known_names
from forum.threads.text import Text, compose
from forum.web.auth import acting
from forum.web.context import settings
from forum.web.errors import STATUS
from forum.web.forms.base import RefusableForm
from forum.web.forms.threads import WritingForm
from forum.web.personal_data import asks_about_personal_data
from forum.web.threadpool import off_the_loop
from forum.web.uploads import attach_sent

Target = Channel | Thread | Post
POSTING = "10/minute;60/hour;200/day"


def own_key() -> str:
    """Count by person, not by address: a whole town hall shares one."""
    return f"actor:{acting().id}"


posting_limit = limiter.shared_limit(POSTING, scope="posting", key_func=own_key)


def written(
    form: WritingForm, target: Target, publish: Callable[[], str]
) -> ResponseReturnValue | None:
    """Do what the pressed button says and return the answer, or ``None`` to show the form (again).

    `publish` publishes what stands in the form and returns where to go.
    """
    if not form.is_submitted():
        return None
    with refusals_shown(form):
        attach_sent(form)
        if form.intent == "attach":
            flash(_("The file is attached: it stands at the end of your text."), "success")
            keep(form, target)
        if form.intent in {"preview", "attach"}:
            return None
        if form.intent == "draft":
            keep(form, target)
            flash(_("Your draft is saved."), "success")
            return redirect(request.full_path.rstrip("?"))
        if form.validate() and not asks_about_personal_data(form, target):
            with posting_limit:
                return redirect(publish(), 303)
    return None


def keep(form: WritingForm, target: Target) -> Draft | None:
    """Save what stands in the form as the writer's draft for this target."""
    with unit_of_work() as session:
        return save_draft(session, acting(), target, form.unfinished())


def preview_of(form: WritingForm, target: Target) -> Markup | None:
    """Return the rendered text where the button "Preview" was pressed."""
    if not form.is_submitted() or form.intent != "preview":
        return None
    return rendered(form.body.data or "", target)


def composed(form: WritingForm, target: Target) -> Text:
    """Return the cleaned and rendered text of the form, made before any transaction begins."""
    source = form.body.data or ""
    known = known_names(db.session(), source, home_id=_home_of(target))
    own_host = urlsplit(settings().public_url).netloc
    return off_the_loop(compose, source, known, own_host=own_host)


def _home_of(target: Target) -> int:
    """Return the channel whose readers will read the text."""
    if isinstance(target, Channel):
        return target.id
    return target.thread.channel_id if isinstance(target, Post) else target.channel_id


def rendered(source: str, target: Target | None = None) -> Markup:
    """Return a text as it would stand in a post; no more of it than a post can hold."""
    source = source[:POST_LIMIT]
    home_id = None if target is None else _home_of(target)
    known = known_names(db.session(), source, home_id=home_id)
    return Markup(off_the_loop(render, source, known).html)  # noqa: S704 - the kernel cleans it


@contextmanager
def refusals_shown(form: RefusableForm) -> Iterator[None]:
    """Put what an action refuses beside the field it is about, and note the status."""
    try:
        yield
    except RateLimitExceeded:
        _refuse(form, TooMany("posting_too_often"))
    except (Invalid, NotAllowed, TooMany) as error:
        _refuse(form, error)
    except Conflict as error:
        if error.reason == "edited_meanwhile" or not isinstance(form, WritingForm):
            raise  # The page for that shows both texts.
        form.renew_key()
        _refuse(form, error)


def _refuse(form: RefusableForm, error: ForumError) -> None:
    form.refuse(error)
    form.refused = STATUS[type(error)]
