"""What the editor offers to complete: names of people and channels."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind
from forum.channels.models import Audience, Channel, ChannelKind
from forum.kernel import clock
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.factories.channels import make_channel, make_membership
from tests.search.library import enrol


def offered(client: FlaskClient, noun: str, **asked: str) -> list[dict[str, str]]:
    answer = client.get(f"/suggestions/{noun}", query_string=asked)
    assert answer.status_code == 200
    assert answer.json is not None
    items: list[dict[str, str]] = answer.json["items"]
    return items


def labels(client: FlaskClient, noun: str, **asked: str) -> list[str]:
    return [item["label"] for item in offered(client, noun, **asked)]


@pytest.fixture
def writer(session: Session, client: FlaskClient) -> Actor:
    writer = make_actor(session, "Wanda Schreiber")
    sign_in(client, session, writer)
    return writer


@pytest.mark.parametrize(
    "typed", ["jürg", "Juerg", "JURG", "weiss", "weiß", "krau", "jürgen krau", "jürgen_w"]
)
def test_a_person_is_found_by_the_beginning_of_any_part_of_the_name(
    session: Session, client: FlaskClient, writer: Actor, typed: str
) -> None:
    house = make_organisation(session, name="Stadtverwaltung Löbau")
    person = make_actor(
        session, "Jürgen Weiß-Krause", organisation=house, city=make_city(session, "Löbau")
    )
    enrol(session, person, make_actor(session, "Milena Krahl"), writer)
    assert offered(client, "people", q=typed) == [
        {
            "value": person.handle,
            "label": "Jürgen Weiß-Krause",
            "detail": "Stadtverwaltung Löbau, Löbau",
        }
    ]


@pytest.mark.parametrize("typed", ["", "a", "%", "ürgen", "@", "x" * 500, "\x01", "an*", '"'])
def test_too_little_and_nonsense_find_nobody(
    session: Session, client: FlaskClient, writer: Actor, typed: str
) -> None:
    enrol(session, make_actor(session, "Jürgen Weiß"))
    assert offered(client, "people", q=typed) == []


def test_at_most_eight_people_are_offered_and_none_who_has_left(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    people = [make_actor(session, f"Lea Nummer{number}") for number in range(10)]
    enrol(session, *people)
    people[0].closed_at = clock.now()
    session.commit()
    assert labels(client, "people", q="lea") == [f"Lea Nummer{number}" for number in range(1, 9)]


def test_only_people_who_may_read_the_channel_are_offered(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    people = [
        make_actor(session, "Lea Behörde", organisation=authority),
        make_actor(session, "Lea Träger", organisation=make_organisation(session)),
    ]
    enrol(session, *people)
    writer.organisation = make_organisation(session)
    session.commit()
    channel = make_channel(session, audience=Audience.PEERS)
    assert labels(client, "people", q="lea") == ["Lea Behörde", "Lea Träger"]
    assert labels(client, "people", q="lea", channel=channel.slug) == ["Lea Träger"]


def test_a_closed_channel_tells_nothing_of_its_members(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    group = make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED)
    for slug, status in ((group.slug, 404), ("nirgends", 404), ("", 200)):
        answer = client.get("/suggestions/people", query_string={"q": "lea", "channel": slug})
        assert answer.status_code == status


def test_channels_are_found_by_the_beginning_of_any_part_of_the_name(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    make_channel(session, "Löbau", slug="stadt-loebau", kind=ChannelKind.CITY)
    make_channel(session, "Nachbarschaft und Höfe", slug="hoefe")
    make_channel(session, "Höfe früher", archived_at=clock.now())
    assert offered(client, "channels", q="lob") == [
        {"value": "stadt-loebau", "label": "Löbau", "detail": "Stadt"}
    ]
    assert labels(client, "channels", q="stadt-lö") == ["Löbau"]
    assert labels(client, "channels", q="hö") == ["Nachbarschaft und Höfe"]
    assert labels(client, "channels", q="") == ["Nachbarschaft und Höfe", "Löbau"]
    assert offered(client, "channels", q="öfe") == []


def test_a_group_is_offered_to_those_inside_alone(
    session: Session, client: FlaskClient, writer: Actor
) -> None:
    group: Channel = make_channel(
        session, "Geheim", kind=ChannelKind.GROUP, audience=Audience.INVITED
    )
    assert labels(client, "channels", q="geh") == []
    make_membership(session, group, writer)
    assert labels(client, "channels", q="geh") == ["Geheim"]


@pytest.mark.parametrize("noun", ["people", "channels"])
def test_guests_are_offered_nothing(session: Session, client: FlaskClient, noun: str) -> None:
    answer = client.get(f"/suggestions/{noun}?q=lea", headers={"Accept": "application/json"})
    assert answer.status_code == 403
