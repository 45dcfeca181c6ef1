"""The overview, the pages of a channel, and what each reader finds there."""

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, CityStatus, OrganisationKind, Role
from forum.channels.models import Audience, Channel, ChannelKind, MembershipRole
from forum.kernel import clock
from tests.channels.cast import Cast, make_cast
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.factories.channels import (
    make_channel,
    make_former_slug,
    make_membership,
    make_theme_channel,
)
from tests.factories.threads import make_thread
from tests.queries import QueryCounter
from tests.web.forms import form_with, press

PAGES = ("", "/about", "/members")


def status(client: FlaskClient, channel: Channel, page: str = "") -> int:
    return client.get(f"/channels/{channel.slug}{page}").status_code


@pytest.fixture
def cast(session: Session) -> Cast:
    return make_cast(session)


@pytest.mark.parametrize(
    ("who", "group", "peers", "theme"),
    [
        ("bearer", 404, 200, 200),
        ("authority", 404, 403, 200),
        ("without organisation", 404, 403, 200),
        ("authority moderator", 404, 403, 200),
        ("group member", 200, 403, 200),
        ("admin", 200, 200, 200),
    ],
)
def test_a_page_is_hidden_closed_or_open(
    client: FlaskClient, session: Session, cast: Cast, who: str, group: int, peers: int, theme: int
) -> None:
    actor = cast.actors[who]
    assert actor is not None
    sign_in(client, session, actor)
    for page in PAGES:
        found = [status(client, cast.channels[name], page) for name in ("group", "peers", "theme")]
        assert found == [group, peers, theme], page


def test_a_hidden_group_answers_like_a_channel_that_never_was(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    sign_in(client, session, make_actor(session))
    group = cast.channels["group"]
    make_former_slug(session, "frueher", group)

    def text(slug: str) -> str:
        answer = client.get(f"/channels/{slug}")
        assert answer.status_code == 404
        lasting = re.sub(r'[0-9a-f]{16}|name="csrf_token" value="[^"]+"', "", answer.text)
        return lasting.replace(slug, "")

    assert text(group.slug) == text("frueher") == text("gibt-es-nicht")


def test_a_guest_is_led_to_the_sign_in_page_and_reads_what_is_public(
    client: FlaskClient, cast: Cast
) -> None:
    refused = client.get(f"/channels/{cast.channels['theme'].slug}")
    assert refused.status_code == 403
    assert f"/sign-in?next=/channels/{cast.channels['theme'].slug}" in refused.text
    assert status(client, cast.channels["public"]) == 200
    assert status(client, cast.channels["group"]) == 404


def test_a_former_address_leads_on_with_everything_behind_it(
    client: FlaskClient, session: Session
) -> None:
    channel = make_channel(session, slug="neu", audience=Audience.PUBLIC)
    make_former_slug(session, "alt", channel)
    answer = client.get("/channels/alt?before=x")
    assert answer.status_code == 301
    assert answer.location.endswith("/channels/neu?before=x")


def test_nothing_behind_a_former_address_decides_where_it_leads(
    client: FlaskClient, session: Session
) -> None:
    channel = make_channel(session, slug="neu", audience=Audience.PUBLIC)
    make_former_slug(session, "alt", channel)
    query = "endpoint=x&_external=1&_scheme=ftp&_anchor=y&slug=z"
    answer = client.get(f"/channels/alt?{query}")
    assert answer.location == f"/channels/neu?{query}"


@pytest.mark.parametrize(
    ("audience", "sentence"),
    [
        (Audience.PUBLIC, "Hier lesen alle mit, auch ohne Anmeldung."),
        (Audience.MEMBERS, "Hier lesen alle Mitglieder dieses Forums mit, auch Behörden."),
        (Audience.PEERS, "Hier lesen Städte und Träger mit, keine Behörden."),
        (Audience.INVITED, "Hier lesen nur die Personen mit, die in diese Gruppe eingeladen"),
    ],
)
def test_the_page_says_in_a_sentence_who_reads_along(
    client: FlaskClient, session: Session, audience: Audience, sentence: str
) -> None:
    sign_in(client, session, make_actor(session, role=Role.ADMIN))
    channel = make_channel(session, audience=audience)
    assert sentence in client.get(f"/channels/{channel.slug}").text


def test_an_empty_channel_invites_with_its_example(client: FlaskClient, session: Session) -> None:
    sign_in(client, session, make_actor(session))
    channel = make_channel(session, example="Eigenanteil: Wer trägt ihn?")
    page = client.get(f"/channels/{channel.slug}").text
    assert "„Eigenanteil: Wer trägt ihn?“" in page
    assert f"/channels/{channel.slug}/threads/new" in page


def test_announcements_say_who_begins_threads_there(
    client: FlaskClient, session: Session, cast: Cast
) -> None:
    channel = cast.channels["announcements"]
    sign_in(client, session, make_actor(session))
    page = client.get(f"/channels/{channel.slug}").text
    assert "Neue Gespräche beginnt hier nur die Moderation." in page
    assert f"/channels/{channel.slug}/threads/new" not in page


def test_joining_watching_muting_and_leaving_work_by_buttons(
    client: FlaskClient, session: Session
) -> None:
    sign_in(client, session, make_actor(session))
    channel = make_channel(session)
    url = f"/channels/{channel.slug}"
    page = press(client, client.get(url), f"{url}/join", follow_redirects=True)
    assert "Sie sind beigetreten." in page.text
    page = press(client, page, f"{url}/subscription", follow_redirects=True)
    assert "Abbestellen" in page.text
    page = press(client, page, f"{url}/subscription", follow_redirects=True)
    assert "Abbestellen" not in page.text
    page = press(client, page, f"{url}/leave", follow_redirects=True)
    assert page.request.path == "/channels"


def test_a_guest_who_presses_join_is_asked_to_sign_in(
    client: FlaskClient, session: Session
) -> None:
    channel = make_channel(session, audience=Audience.PUBLIC)
    token = form_with(client.get("/contact"), "csrf_token").values["csrf_token"]
    answer = client.post(f"/channels/{channel.slug}/join", data={"csrf_token": token})
    assert answer.status_code == 302
    assert "/sign-in" in answer.location


def test_a_button_without_its_token_changes_nothing(client: FlaskClient, session: Session) -> None:
    sign_in(client, session, make_actor(session))
    channel = make_channel(session)
    assert client.post(f"/channels/{channel.slug}/join").status_code == 400


@pytest.fixture
def cities(session: Session) -> list[Channel]:
    made = []
    for name, district, sorbian in (
        ("Görlitz", "Landkreis Görlitz", None),
        ("Bautzen", "Landkreis Bautzen", "Budyšin"),
        ("Chemnitz", "kreisfreie Stadt", None),
    ):
        city = make_city(
            session,
            name,
            district=district,
            sorbian_name=sorbian,
            status=CityStatus.APPLIED,
        )
        made.append(make_channel(session, name, kind=ChannelKind.CITY, city_id=city.id))
    return made


def test_empty_cities_are_folded_and_ones_own_stands_above(
    client: FlaskClient, session: Session, cities: list[Channel]
) -> None:
    actor = make_actor(session)
    actor.city_id = cities[0].city_id
    make_thread(session, cities[2], actor)
    session.commit()
    sign_in(client, session, actor)
    page = client.get("/channels").text.split('id="cities"')[1]
    mine, fold = page.index("Görlitz"), page.index("<details")
    assert mine < page.index("Chemnitz") < fold < page.index("Bautzen")
    assert "1 Stadt, in der noch niemand geschrieben hat" in page


@pytest.mark.parametrize("text", ["budysin", "Budyšin", "BAUTZEN", "landkreis bau"])
def test_a_city_is_found_without_javascript_by_any_of_its_names(
    client: FlaskClient, session: Session, cities: list[Channel], text: str
) -> None:
    sign_in(client, session, make_actor(session))
    page = client.get("/channels", query_string={"city": text}).text.split('id="cities"')[1]
    assert '<span lang="hsb">Budyšin</span>' in page
    assert "Antrag oder Konzept liegt vor" in page
    assert "Chemnitz" not in page


@pytest.mark.parametrize("text", ["Görl", "gorl", "goerl", "GOERLITZ"])
def test_an_umlaut_is_found_however_it_is_typed(
    client: FlaskClient, session: Session, cities: list[Channel], text: str
) -> None:
    sign_in(client, session, make_actor(session))
    page = client.get("/channels", query_string={"city": text}).text.split('id="cities"')[1]
    assert "1 Stadt gefunden" in page


def test_quiet_themes_are_folded_until_somebody_writes(
    client: FlaskClient, session: Session
) -> None:
    quiet = make_theme_channel(session, "Verstetigung")
    make_theme_channel(session, "Beteiligung", is_recommended=True)
    actor = make_actor(session)
    sign_in(client, session, actor)
    folded = client.get("/channels").text.split("<main")[1]
    assert folded.index("Beteiligung") < folded.index("<details") < folded.index("Verstetigung")
    make_thread(session, quiet, actor)
    open_page = client.get("/channels").text.split("<main")[1]
    assert "noch ruhig" not in open_page


def test_the_overview_tells_an_authority_why_and_never_what(
    client: FlaskClient, session: Session
) -> None:
    bearer = make_actor(session, organisation=make_organisation(session))
    peers = make_channel(session, "Abrechnung", audience=Audience.PEERS)
    group = make_channel(session, "Verdecktes", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    make_membership(session, group, bearer, MembershipRole.MODERATOR)
    make_thread(session, peers, bearer, "Wir haben einen Fehler gemacht")
    make_thread(session, group, bearer, "Nur unter uns")
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    sign_in(client, session, make_actor(session, organisation=authority))
    page = client.get("/channels").text
    assert "Abrechnung" in page
    assert "Behörden auch nicht" in page
    for hidden in ("Fehler gemacht", "Verdecktes", "Nur unter uns"):
        assert hidden not in page


def test_a_guest_is_not_told_that_nobody_writes(
    client: FlaskClient, session: Session, cities: list[Channel]
) -> None:
    make_thread(session, cities[0], make_actor(session), "Internes Gespräch")
    page = client.get("/channels").text
    assert "Internes Gespräch" not in page
    assert "noch niemand" not in page
    assert "Noch kein Gespräch" not in page


def many(session: Session, actor: Actor, count: int) -> Channel:
    """Make so many channels of each kind with a thread in each; return the first, with as many."""
    first = make_theme_channel(session, "Beteiligung")
    for number in range(count):
        city = make_city(session, f"Stadt {number}")
        channels = (
            make_theme_channel(session, f"Thema {number}"),
            make_channel(session, city.name, kind=ChannelKind.CITY, city_id=city.id),
            make_channel(session, kind=ChannelKind.SYSTEM),
            make_channel(session, kind=ChannelKind.GROUP, audience=Audience.INVITED),
        )
        make_membership(session, channels[3], actor)
        for channel in channels:
            make_thread(session, channel, actor, places=[] if channel is channels[3] else [first])
        make_membership(session, first, make_actor(session), MembershipRole.MODERATOR)
    return first


@pytest.mark.parametrize(
    "page", ["/channels", "/channels/{}", "/channels/{}/about", "/channels/{}/members"]
)
def test_a_page_asks_as_much_for_three_channels_as_for_fifteen(
    client: FlaskClient, session: Session, count_queries: QueryCounter, page: str
) -> None:
    actor = make_actor(session, organisation=make_organisation(session), city=make_city(session))
    sign_in(client, session, actor)
    counts = []
    for count in (3, 12):
        channel = many(session, actor, count)
        with count_queries() as queries:
            answer = client.get(page.format(channel.slug))
        assert answer.status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 17


def test_the_navigation_counts_what_is_new_and_leaves_out_what_is_muted(
    client: FlaskClient, session: Session
) -> None:
    reader, author = make_actor(session), make_actor(session)
    loud, quiet = make_channel(session, "Laut"), make_channel(session, "Leise")
    sign_in(client, session, reader)
    press(
        client,
        client.get(f"/channels/{quiet.slug}"),
        f"/channels/{quiet.slug}/join",
    )
    for channel in (loud, loud, quiet):
        make_thread(session, channel, author)
    page = client.get("/channels").text
    assert "<title>(3) " in page
    assert "2 Gespräche mit Neuem" in page
    assert clock.now() >= reader.created_at
