"""Collections ("dossiers"): threads, experience reports and files on one matter."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from forum.attachments.models import Attachment
from forum.channels.queries import membership_of, moderators_of
from forum.curation import actions, queries
from forum.curation.models import Collection
from forum.curation.policy import can_curate, can_read_collection
from forum.curation.text import Prose, clean_introduction
from forum.curation.text import rendered as introduced
from forum.extensions import db, unit_of_work
from forum.kernel.errors import Conflict, Invalid, NotFound
from forum.kernel.ordering import Direction
from forum.kernel.verdict import require
from forum.threads.queries import known_names
from forum.web.auth import acting, current_actor, members_only
from forum.web.forms.curation import CollectForm, CollectionForm, EntryForm
from forum.web.here import show_in
from forum.web.presenters.channels import Standing, audience_of, channel_head
from forum.web.presenters.collections import collection_lines, collection_page, collection_pages
from forum.web.presenters.posts import thread_head
from forum.web.reading import reading_of
from forum.web.standing import standing_in
from forum.web.summaries import preview_of
from forum.web.threadpool import off_the_loop
from forum.web.writing import posting_limit, refusals_shown

blueprint = Blueprint("collections", __name__)
MOVES: dict[str, Direction] = {"up": "up", "down": "down"}


@blueprint.get("/collections")
def overview() -> ResponseReturnValue:
    """Show the collections of all channels that the reader may read."""
    after = request.args.get("after")
    found = queries.collections_shown(db.session(), current_actor(), after=after)
    return render_template(
        "collections/overview.html",
        lines=collection_lines(found.items, with_channel=True),
        pages=collection_pages(found, after, url_for(".overview")),
    )


@blueprint.get("/channels/<slug>/collections")
def in_channel(slug: str) -> ResponseReturnValue:
    """Show the collections of a channel."""
    standing, after, session = standing_in(slug), request.args.get("after"), db.session()
    channel = standing.channel
    found = queries.collections_shown(session, standing.actor, channel=channel, after=after)
    curates = can_curate(standing.actor, channel, standing.membership)
    return render_template(
        "collections/in_channel.html",
        channel=channel_head(
            standing, moderators_of(session, channel.id), "collections.in_channel"
        ),
        lines=collection_lines(found.items, with_channel=False),
        pages=collection_pages(found, after, url_for(".in_channel", slug=channel.slug)),
        begin_url=url_for(".begin", slug=channel.slug) if curates else None,
    )


@blueprint.route("/channels/<slug>/collections/new", methods=["GET", "POST"])
@members_only
def begin(slug: str) -> ResponseReturnValue:
    """Begin a collection in a channel."""
    standing = standing_in(slug)
    channel = standing.channel
    require(can_curate(standing.actor, channel, standing.membership))
    form = CollectionForm()
    if form.validate_on_submit() and not form.wants_preview:
        with refusals_shown(form), posting_limit:
            prose = _introduction(form, channel.id)
            with unit_of_work() as session:
                title = form.title.data or ""
                made = actions.begin_collection(
                    session, acting(), channel, title=title, prose=prose
                )
        if not form.refused:
            return redirect(url_for(".arrange", public_id=made.public_id), 303)
    return _form_page(form, standing), form.status


@blueprint.get("/collections/<public_id>")
def show(public_id: str) -> ResponseReturnValue:
    """Show a collection with what of it this reader may open."""
    collection, standing = _collection(public_id)
    entries = queries.entries_of(db.session(), standing.actor, collection)
    open_ones = [one for one in entries if one.thread or one.attachment]
    page = collection_page(standing, collection, open_ones)
    return render_template("collections/show.html", page=page)


@blueprint.route("/collections/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    """Change title and introduction."""
    collection, standing = _curated(public_id)
    form = CollectionForm(
        title=collection.title, body=collection.source, version=collection.version
    )
    newer = None
    if form.validate_on_submit() and not form.wants_preview:
        try:
            with refusals_shown(form), posting_limit:
                _edit(form, collection)
        except Conflict:
            newer, standing = _curated(public_id)
            form.begin_from(newer.version)
        if not form.refused and newer is None:
            return redirect(url_for(".show", public_id=public_id), 303)
    status = 409 if newer else form.status
    return _form_page(form, standing, collection=collection, newer=newer), status


def _edit(form: CollectionForm, collection: Collection) -> None:
    prose = _introduction(form, collection.channel_id)
    with unit_of_work() as session:
        actions.edit_collection(
            session,
            acting(),
            collection,
            title=form.title.data or "",
            prose=prose,
            version=form.version.data or 0,
        )


@blueprint.route("/collections/<public_id>/entries", methods=["GET", "POST"])
@members_only
def arrange(public_id: str) -> ResponseReturnValue:
    """Add entries, put them in order, say why they are there; all with the buttons of one form."""
    collection, standing = _curated(public_id)
    form = EntryForm()
    if form.validate_on_submit():
        with refusals_shown(form), unit_of_work() as session:
            anchor = _arrange(session, collection, form)
        if not form.refused:
            return redirect(url_for(".arrange", public_id=public_id) + anchor, 303)
        collection, standing = _curated(public_id)
    entries = queries.entries_of(db.session(), standing.actor, collection)
    page = collection_page(standing, collection, entries)
    return render_template("collections/arrange.html", page=page, form=form), form.status


def _arrange(session: Session, collection: Collection, form: EntryForm) -> str:
    """Do what the pressed button says ("up-12", "add", …), after keeping the notes; say where."""
    intent, _dash, number = request.form.get("intent", "").partition("-")
    entry_id = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else 0
    actions.describe_entries(session, acting(), collection, notes=_notes())
    if intent in MOVES:
        actions.move_entry(session, acting(), collection, entry_id, direction=MOVES[intent])
        return f"#entry-{entry_id}"
    if intent == "remove":
        actions.take_out(session, acting(), collection, entry_id)
        return "#entries"
    if (address := (form.address.data or "").strip()) or intent == "add":
        _add(session, collection, address, form.note.data or "")
        return "#add"
    return "#entries"


def _notes() -> dict[int, str]:
    """Return what stands beside the entries, by their ids: fields "note-12"."""
    return {
        int(name[5:]): value.replace("\0", "")
        for name, value in request.form.items()
        if name.startswith("note-") and name[5:].isascii() and name[5:].isdecimal()
    }


def _add(session: Session, collection: Collection, address: str, note: str) -> None:
    thing = queries.thing_at(session, address)
    if thing is None:
        raise Invalid("no_such_place", field="address")
    try:
        if isinstance(thing, Attachment):
            actions.add_file(session, acting(), collection, thing, note=note)
        else:
            actions.add_thread(session, acting(), collection, thing, note=note)
    except NotFound as error:
        # Whether there is something that one may not read is not told.
        raise Invalid("no_such_place", field="address") from error


@blueprint.route("/collections/<public_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str) -> ResponseReturnValue:
    """Remove a collection, after asking."""
    collection, standing = _curated(public_id)
    if request.method == "GET":
        page = collection_page(standing, collection, ())
        return render_template("collections/remove.html", page=page)
    with unit_of_work() as session:
        actions.remove_collection(session, acting(), collection)
    flash(_("The dossier has been removed. What it listed stays where it is."), "success")
    return redirect(url_for(".in_channel", slug=standing.channel.slug), 303)


@blueprint.post("/collections/<public_id>/restore")
@members_only
def restore(public_id: str) -> ResponseReturnValue:
    """Bring a removed collection back."""
    collection, _standing = _collection(public_id)
    with unit_of_work() as session:
        actions.restore_collection(session, acting(), collection)
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/threads/<public_id>/collect", methods=["GET", "POST"])
@members_only
def collect(public_id: str) -> ResponseReturnValue:
    """Put a thread into one of the collections that one keeps."""
    reading, form = reading_of(public_id), CollectForm()
    kept = queries.curated_by(db.session(), acting())
    form.offer([(one.public_id, f"{one.title} ({one.channel.name})") for one in kept])
    if form.validate_on_submit():
        chosen = next(one for one in kept if one.public_id == form.collection.data)
        with refusals_shown(form), unit_of_work() as session:
            note = form.note.data or ""
            actions.add_thread(session, acting(), chosen, reading.thread, note=note)
        if not form.refused:
            flash(_("The thread stands in the dossier."), "success")
            return redirect(url_for(".show", public_id=form.collection.data), 303)
    page = render_template(
        "collections/collect.html", form=form, head=thread_head(reading), has_any=bool(kept)
    )
    return page, form.status


def _introduction(form: CollectionForm, channel_id: int) -> Prose:
    """Return the cleaned and rendered introduction, made before any transaction begins."""
    source = clean_introduction(form.body.data or "")
    return off_the_loop(introduced, source, known_names(db.session(), source, home_id=channel_id))


def _form_page(
    form: CollectionForm,
    standing: Standing,
    *,
    collection: Collection | None = None,
    newer: Collection | None = None,
) -> str:
    return render_template(
        "collections/edit.html",
        form=form,
        channel=standing.channel,
        audience=audience_of(standing.channel.audience),
        collection=collection,
        newer=newer,
        preview=preview_of(form),
    )


def _collection(public_id: str) -> tuple[Collection, Standing]:
    """Return the collection for this reader, or raise why they cannot read it."""
    session, actor = db.session(), current_actor()
    collection = queries.collection_by_public_id(session, public_id)
    membership = membership_of(session, actor, collection.channel_id)
    verdict = can_read_collection(actor, collection, membership)
    if not verdict and verdict.reason in {"invited_only", "collection_removed"}:
        raise NotFound("no_collection")
    require(verdict)
    show_in(collection.channel)
    return collection, Standing(actor, collection.channel, membership)


def _curated(public_id: str) -> tuple[Collection, Standing]:
    """Return the collection for who may change it, or raise why they may not."""
    collection, standing = _collection(public_id)
    require(can_curate(standing.actor, collection.channel, standing.membership))
    return collection, standing
