"""Reactions: saying something about a post without writing one, and taking it back."""

from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from forum.extensions import unit_of_work
from forum.kernel.errors import Invalid
from forum.threads import actions
from forum.threads.models import Post, ReactionKind
from forum.web.auth import acting, members_only
from forum.web.limits import reactions_of_account
from forum.web.presenters.reactions import ReactionViews
from forum.web.reading import post_for_reader, reactions_for

blueprint = Blueprint("reactions", __name__)


@blueprint.post("/posts/<public_id>/reactions")
@members_only
@reactions_of_account
def give(public_id: str) -> ResponseReturnValue:
    """Say it."""
    return _changed(public_id, actions.give_reaction)


@blueprint.post("/posts/<public_id>/reactions/withdraw")
@members_only
@reactions_of_account
def withdraw(public_id: str) -> ResponseReturnValue:
    """Take it back."""
    return _changed(public_id, actions.withdraw_reaction)


def _changed(public_id: str, change: Callable[..., Post]) -> ResponseReturnValue:
    """Lead back to the post; a script that asks for the part alone gets it, as it is now."""
    post, reading = post_for_reader(public_id)
    kind = _kind()
    with unit_of_work() as session:
        change(session, acting(), post, kind=kind)
    if request.headers.get("X-Part") != "reactions":
        return redirect(url_for("posts.show", public_id=public_id), 303)
    view = ReactionViews(reading, reactions_for(reading, [post])).of(post)
    return render_template("posts/_reactions.html", reactions=view)


def _kind() -> ReactionKind:
    try:
        return ReactionKind(request.form.get("reaction", ""))
    except ValueError as error:
        raise Invalid("no_reaction") from error
