"""Unfinished texts over HTTP: saved by script and by button, listed, discarded, published."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, ChannelKind
from forum.threads import actions
from forum.threads.models import Draft, Post
from forum.threads.text import compose
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread
from tests.web.forms import form_with, press, send, submit


@pytest.fixture
def actor(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in."""
    actor = make_actor(session, "Kim Tester", locale="en")
    sign_in(client, session, actor)
    return actor


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung")


@pytest.mark.usefixtures("actor")
def test_a_new_thread_is_saved_whole_and_goes_when_it_is_published(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    city = make_channel(session, "Löbau", kind=ChannelKind.CITY)
    address = f"/channels/{channel.slug}/threads/new"
    values: dict[str, object] = {
        "title": "Halber Titel",
        "body": "Halber Text",
        "places": [city.slug],
        "intent": "draft",
    }
    saved = submit(client, address, values, follow_redirects=True)
    assert "Your draft is saved." in saved.text
    form = form_with(saved, "body")
    assert form.values["title"] == ["Halber Titel"]
    assert form.values["body"] == ["Halber Text"]
    assert form.values["places"] == [city.slug]
    listed = client.get("/drafts").text
    assert "Halber Titel" in listed
    assert address in listed
    assert send(client, form, address, {}).status_code == 303
    assert session.query(Draft).count() == 0
    assert "You have no drafts." in client.get("/drafts").text


def test_a_reply_is_saved_by_script_and_again_after_it_was_published(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    address = f"/threads/{thread.public_id}"
    form = form_with(client.get(address), "body")
    data = {**form.values, "body": "Angefangen"}
    for method in ("POST", "PUT"):
        saved = client.open(f"/drafts/reply/{thread.public_id}", method=method, data=data)
        assert saved.status_code == 200
        assert saved.text.startswith("Saved at ")
    assert form_with(client.get(address), "body").values["body"] == ["Angefangen"]
    assert session.query(Draft).count() == 1
    send(client, form, address, {"body": "Fertig"})
    assert client.post(f"/drafts/reply/{thread.public_id}", data=data).status_code == 204
    assert session.query(Draft).count() == 0


def test_an_emptied_text_leaves_no_draft(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    form = form_with(client.get(f"/threads/{thread.public_id}"), "body")
    for body, status, count in (("Etwas", 200, 1), ("  ", 204, 0)):
        data = {**form.values, "body": body}
        response = client.post(f"/drafts/reply/{thread.public_id}", data=data)
        assert (response.status_code, session.query(Draft).count()) == (status, count)


def test_a_draft_of_an_edit_remembers_what_it_was_made_from(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    post = make_reply(session, make_thread(session, channel, actor), actor, "Alt")
    address = f"/posts/{post.public_id}/edit"
    submit(client, address, {"body": "Mein Entwurf", "intent": "draft"})
    fresh = session.get_one(Post, post.id, populate_existing=True)
    actions.edit(session, actor, fresh, text=compose("Anderswo geändert"), version=fresh.version)
    session.query(Draft).count()
    session.commit()
    assert session.query(Draft).count() == 0, "publishing an edit ends its draft"


def test_a_draft_made_from_an_old_version_clashes_when_it_is_published(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    post = make_reply(session, make_thread(session, channel, actor), actor, "Alt")
    address = f"/posts/{post.public_id}/edit"
    submit(client, address, {"body": "Mein Entwurf", "intent": "draft"})
    fresh = session.get_one(Post, post.id, populate_existing=True)
    fresh.source, fresh.version = "Von der Moderation", 2
    session.commit()
    form = form_with(client.get(address), "body")
    assert form.values["body"] == ["Mein Entwurf"]
    assert send(client, form, address, {}).status_code == 409


@pytest.mark.usefixtures("actor")
def test_a_text_too_long_to_keep_is_refused_and_not_lost(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    long = "y" * 60_000
    response = submit(
        client, f"/channels/{channel.slug}/threads/new", {"body": long, "intent": "draft"}
    )
    assert response.status_code == 422
    assert form_with(response, "body").values["body"] == [long]
    assert session.query(Draft).count() == 0


def test_drafts_are_their_writers_alone(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread, other = make_thread(session, channel, actor), make_actor(session, "Andere")
    draft = actions.save_draft(session, other, thread, actions.Unfinished(source="Geheim"))
    session.commit()
    assert draft is not None
    assert "Geheim" not in client.get("/drafts").text
    assert "Geheim" not in client.get(f"/threads/{thread.public_id}").text
    form = form_with(client.get(f"/threads/{thread.public_id}"), "body")
    address = f"/drafts/{draft.public_id}/discard"
    refused = client.post(address, data={"csrf_token": form.values["csrf_token"]})
    assert refused.status_code == 404
    assert session.query(Draft).count() == 1


def test_a_draft_is_discarded_from_the_list(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, actor)
    draft = actions.save_draft(session, actor, thread, actions.Unfinished(source="Weg damit"))
    session.commit()
    assert draft is not None
    page = client.get("/drafts")
    assert "Weg damit" in page.text
    press(client, page, f"/drafts/{draft.public_id}/discard")
    assert session.query(Draft).count() == 0


def test_a_discarded_draft_comes_back_with_all_it_held(
    client: FlaskClient, session: Session, actor: Actor, channel: Channel
) -> None:
    city = make_channel(session, "Löbau", kind=ChannelKind.CITY)
    unfinished = actions.Unfinished(
        source='Ein "halber"\nText',
        title="Titel",
        places=(city.slug,),
        fields={"kind": "question", "tags": "Innenhof"},
    )
    draft = actions.save_draft(session, actor, channel, unfinished)
    session.commit()
    assert draft is not None
    page = press(client, client.get("/drafts"), f"/drafts/{draft.public_id}/discard")
    assert session.query(Draft).count() == 0
    press(client, page, f"/drafts/thread/{channel.slug}/restore")
    back = session.query(Draft).one()
    assert (back.source, back.title) == (draft.source, draft.title)
    assert back.channel_slugs == city.slug
    assert back.kept_fields == {"kind": "question", "tags": "Innenhof"}


@pytest.mark.usefixtures("actor")
def test_nothing_is_saved_for_what_one_cannot_write_in(
    client: FlaskClient, session: Session, channel: Channel
) -> None:
    thread = make_thread(session, channel, make_actor(session))
    form = form_with(client.get(f"/threads/{thread.public_id}"), "body")
    data = {**form.values, "body": "Etwas"}
    for kind, target in (("thread", "nichts"), ("edit", "nichts"), ("anders", "nichts")):
        assert client.post(f"/drafts/{kind}/{target}", data=data).status_code == 404
    assert session.query(Draft).count() == 0


def test_a_draft_stays_ones_own_and_tells_nothing_of_a_group_one_has_left(
    client: FlaskClient, session: Session, actor: Actor
) -> None:
    group = make_channel(session, "Verhandlung", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    membership = make_membership(session, group, actor)
    writer = make_actor(session)
    make_membership(session, group, writer)
    thread = make_thread(session, group, writer, title="Angebot der Bank")
    for target in (group, thread):
        actions.save_draft(session, actor, target, actions.Unfinished(source="Meine Worte"))
    session.commit()
    assert client.get("/drafts").text.count("Angebot der Bank") > 0
    session.delete(membership)
    session.commit()
    page = client.get("/drafts").text
    assert page.count("Meine Worte") == 2
    assert "Angebot" not in page
    assert "Verhandlung" not in page
