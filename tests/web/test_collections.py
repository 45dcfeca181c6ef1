"""Collections over HTTP, without a script: begun, filled, ordered, read, removed."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.channels.models import Audience, Channel, MembershipRole
from forum.curation import actions
from forum.curation.models import Collection, CollectionEntry
from tests.factories.accounts import make_actor, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import make_collection
from tests.factories.threads import make_thread
from tests.queries import QueryCounter
from tests.web.browsers import another_browser
from tests.web.forms import form_with, forms_of, press, send, submit


@pytest.fixture
def channel(session: Session) -> Channel:
    return make_channel(session, "Beteiligung", audience=Audience.PUBLIC)


@pytest.fixture
def moderator(client: FlaskClient, session: Session, channel: Channel) -> Actor:
    """Return who is signed in, and moderates."""
    actor = make_actor(session, "Mo Tester", locale="en")
    make_membership(session, channel, actor, MembershipRole.MODERATOR)
    sign_in(client, session, actor)
    return actor


def test_a_collection_is_begun_filled_ordered_and_read(
    client: FlaskClient, session: Session, moderator: Actor, channel: Channel
) -> None:
    first, second = (make_thread(session, channel, moderator, title) for title in ("Eins", "Zwei"))
    new = f"/channels/{channel.slug}/collections/new"
    assert submit(client, new, {"title": "", "body": ""}).status_code == 422
    page = submit(client, new, {"title": "Mappe", "body": "*Wozu.*"}, follow_redirects=True)
    own = page.request.path
    refused = send(client, form_with(page, "address"), own, {"address": "/nowhere"})
    assert refused.status_code == 422
    assert "copy the address" in refused.text
    for thread in (first, second):
        values = {"address": f"http://forum.test/threads/{thread.public_id}", "intent": "add"}
        page = submit(client, own, {**values, "note": "Lesenswert"}, follow_redirects=True)
    entry = session.query(CollectionEntry).order_by(CollectionEntry.id.desc()).first()
    assert entry is not None
    moved = submit(
        client,
        own,
        {f"note-{entry.id}": "Zuerst", "intent": f"up-{entry.id}"},
        follow_redirects=True,
    )
    assert moved.text.index("Zuerst") < moved.text.index("Lesenswert")
    shown = another_browser(client).get(own.removesuffix("/entries"))
    assert shown.text.index("Zwei") < shown.text.index("Eins")
    assert "<em>Wozu.</em>" in shown.text
    assert "Entries" not in shown.text
    gone = submit(
        client, own, {"address": "", "intent": f"remove-{entry.id}"}, follow_redirects=True
    )
    assert "Zwei" not in gone.text


def test_a_thread_is_put_into_a_collection_from_its_own_page(
    client: FlaskClient, session: Session, moderator: Actor, channel: Channel
) -> None:
    thread = make_thread(session, channel, moderator, "Eins")
    path = f"/threads/{thread.public_id}"
    assert "You do not keep a dossier yet." in client.get(f"{path}/collect").text
    made = make_collection(session, channel, moderator, "Mappe")
    assert "Put into a dossier" in client.get(path).text
    done = submit(
        client, f"{path}/collect", {"note": "", "collection": made.public_id}, follow_redirects=True
    )
    assert "The thread stands in the dossier." in done.text
    strange = form_with(client.get(f"{path}/collect"), "note")
    assert send(client, strange, f"{path}/collect", {"collection": "x"}).status_code == 422


def test_the_second_of_two_editors_is_shown_both_and_a_removed_one_is_gone(
    client: FlaskClient, session: Session, moderator: Actor, channel: Channel
) -> None:
    made = make_collection(session, channel, moderator, "Mappe")
    own = f"/collections/{made.public_id}"
    form = form_with(client.get(f"{own}/edit"), "title")
    assert send(client, form, f"{own}/edit", {"title": "Ordner"}).status_code == 303
    clash = send(client, form, f"{own}/edit", {"title": "Akte"})
    assert clash.status_code == 409
    assert "Ordner" in clash.text
    again = form_with(clash, "title")
    assert send(client, again, f"{own}/edit", {}).status_code == 303
    assert "Akte" in client.get(own).text
    guest = another_browser(client)
    assert _confirm(client, f"{own}/remove") == 303
    assert guest.get(own).status_code == 404
    assert client.get(f"{own}/edit").status_code in {200, 403}
    assert press(client, client.get(own), "/restore").status_code == 303
    assert guest.get(own).status_code == 200


@pytest.mark.parametrize(
    "path", ["/collections", "/channels/{slug}/collections", "/collections/{id}"]
)
def test_the_pages_cost_the_same_however_much_there_is(
    client: FlaskClient,
    session: Session,
    moderator: Actor,
    channel: Channel,
    count_queries: QueryCounter,
    path: str,
) -> None:
    first = make_collection(session, channel, moderator, "Nummer 0")
    address, costs = path.format(slug=channel.slug, id=first.public_id), []
    for number in range(1, 5):
        thread = make_thread(session, channel, moderator)
        actions.add_thread(session, moderator, first, thread)
        make_collection(session, channel, moderator, f"Nummer {number}")
        if number in {1, 4}:
            client.get(address)
            with count_queries() as queries:
                assert client.get(address).status_code == 200
            costs.append(len(queries))
    assert session.query(Collection).count() == 5
    assert costs[0] == costs[1]


def _confirm(client: FlaskClient, address: str) -> int:
    """Press the button of a page that asks first."""
    form = next(form for form in forms_of(client.get(address)) if not form.action)
    return send(client, form, address, {}).status_code
