import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import City, Organisation, OrganisationKind
from forum.channels.models import (
    Audience,
    Channel,
    ChannelKind,
    FormerSlug,
    Posting,
    Tag,
    Theme,
)
from forum.channels.programme.difference import Deed, Difference, difference
from forum.channels.programme.events import ProgrammeLoaded
from forum.channels.programme.load import load_programme
from forum.channels.programme.parse import parse
from forum.kernel import clock
from forum.kernel.errors import Conflict
from forum.kernel.event_log import RecordedEvent
from forum.kernel.models import Base
from tests.channels.programme.files import SHIPPED, edited
from tests.factories.accounts import make_organisation
from tests.factories.channels import make_channel
from tests.queries import QueryCounter

LOEBAU = "14626290"
WITHOUT_WEISSWASSER = (
    """\
  - key: "14626600"
    slug: weisswasser
    name: Weißwasser/O.L.
    sorbian: Běła Woda
    district: Landkreis Görlitz
    latitude: 51.5066
    longitude: 14.6433
    status: unknown
""",
    "",
)
WITHOUT_SOZIOKULTUR = (
    "  - slug: soziokultur\n    name: Soziokultur\n    description: Kultur.\n",
    "",
)


@pytest.fixture
def loaded(session: Session) -> Difference:
    found = load_programme(session, edited())
    session.commit()
    return found


def counts(session: Session) -> list[int]:
    models: tuple[type[Base], ...] = (Theme, City, Organisation, Channel, RecordedEvent)
    return [session.scalar(sa.select(sa.func.count()).select_from(model)) or 0 for model in models]


def channel_of(session: Session, slug: str) -> Channel:
    return session.scalars(sa.select(Channel).where(Channel.slug == slug)).one()


def lines(found: Difference) -> list[str]:
    return [line.strip() for change in found.changes for line in str(change).splitlines()]


def test_the_shipped_programme_makes_a_channel_for_each_theme_and_city(session: Session) -> None:
    load_programme(session, parse(SHIPPED.read_bytes()))
    session.commit()

    assert counts(session) == [16, 34, 37, 54, 1]
    channel = channel_of(session, "stadt-weisswasser")
    assert channel.kind is ChannelKind.CITY
    assert channel.audience is Audience.MEMBERS
    assert channel.description == "Hier geht es um Weißwasser/O.L.: Fragen, Vorhaben und Termine."
    city = session.get_one(City, channel.city_id)
    assert (city.sorbian_name, city.municipality_key) == ("Běła Woda", "14626600")
    announcements = channel_of(session, "ankuendigungen")
    assert announcements.posting is Posting.MODERATORS
    assert channel_of(session, "antrag-abrechnung").audience is Audience.PEERS


def test_showing_the_difference_writes_nothing(session: Session) -> None:
    found = difference(session, edited())

    assert found.count(Deed.ADD) == len(found.changes) == 14
    assert not session.new
    assert not session.dirty
    assert counts(session) == [0, 0, 0, 0, 0]


def test_what_is_shown_is_what_is_done(session: Session, loaded: Difference) -> None:
    document = edited(("name: Löbau", "name: Löbau-Neu"), WITHOUT_SOZIOKULTUR)

    shown = lines(difference(session, document))
    done = lines(load_programme(session, document))

    assert shown == done
    assert shown == [
        "change   city          Löbau-Neu (14626290)",
        "name: Löbau → Löbau-Neu",
        "change   organisation  Stadt Löbau-Neu (14626290)",
        "name: Stadt Löbau → Stadt Löbau-Neu",
        "change   channel       Löbau-Neu (14626290)",
        "name: Löbau → Löbau-Neu",
        "description: Neues aus Löbau. → Neues aus Löbau-Neu.",
        "archive  theme         Soziokultur (soziokultur)",
        "archive  channel       Soziokultur (soziokultur)",
    ]


def test_a_second_load_changes_nothing_and_tells_nobody(
    session: Session, loaded: Difference
) -> None:
    before = counts(session)

    assert load_programme(session, edited()).changes == ()
    session.commit()

    assert counts(session) == before


def test_a_load_is_recorded_with_its_counts(session: Session, loaded: Difference) -> None:
    load_programme(session, edited(("name: Löbau", "name: Löbau-Neu"), WITHOUT_SOZIOKULTUR))
    session.commit()

    recorded = session.scalars(sa.select(RecordedEvent).order_by(RecordedEvent.id)).all()
    assert [row.event() for row in recorded] == [
        ProgrammeLoaded(slug="probe", added=14, changed=0, restored=0, archived=0),
        ProgrammeLoaded(slug="probe", added=0, changed=3, restored=0, archived=2),
    ]


def test_a_renamed_city_keeps_its_rows_and_its_old_address(
    session: Session, loaded: Difference
) -> None:
    channel = channel_of(session, "stadt-loebau")
    city_id = channel.city_id

    load_programme(session, edited(("slug: loebau", "slug: loebau-sachsen")))
    session.commit()

    assert channel_of(session, "stadt-loebau-sachsen").id == channel.id
    assert channel.city_id == city_id
    assert session.get_one(FormerSlug, "stadt-loebau").channel_id == channel.id
    slugs = session.scalars(
        sa.select(Organisation.slug).where(Organisation.kind == OrganisationKind.CITY)
    ).all()
    assert sorted(slugs) == ["stadt-loebau-sachsen", "stadt-weisswasser"]


def test_a_city_that_takes_its_old_name_back_needs_no_old_address_for_it(
    session: Session, loaded: Difference
) -> None:
    for document in (edited(("slug: loebau", "slug: lobau")), edited()):
        load_programme(session, document)
        session.commit()

    former = session.scalars(sa.select(FormerSlug)).all()
    assert [row.slug for row in former] == ["stadt-lobau"]
    assert former[0].channel_id == channel_of(session, "stadt-loebau").id


def test_a_merged_city_is_known_by_its_former_key(session: Session, loaded: Difference) -> None:
    channel = channel_of(session, "stadt-loebau")
    change = (f'"{LOEBAU}"\n    slug', '"14626999"\n    former_key: "14626290"\n    slug')
    document = edited(change, ('city: "14626290"', 'city: "14626999"'))

    found = load_programme(session, document)
    session.commit()

    assert lines(found) == [
        "change   city          Löbau (14626999)",
        "municipality_key: 14626290 → 14626999",
    ]
    city = session.scalars(sa.select(City).where(City.municipality_key == "14626999")).one()
    assert channel.city_id == city.id
    assert load_programme(session, document).changes == ()


def test_what_is_missing_is_archived_and_what_returns_is_restored(
    session: Session, loaded: Difference
) -> None:
    channel = channel_of(session, "stadt-weisswasser")
    before = counts(session)

    load_programme(session, edited(WITHOUT_WEISSWASSER))
    session.commit()
    assert channel.archived_at is not None
    assert load_programme(session, edited(WITHOUT_WEISSWASSER)).changes == ()

    found = load_programme(session, edited(("status: unknown", "status: applied")))
    session.commit()
    assert channel_of(session, "stadt-weisswasser").archived_at is None
    assert found.count(Deed.RESTORE) == 3
    assert counts(session)[:4] == before[:4]


def test_what_the_file_does_not_speak_of_is_left_alone(
    session: Session, loaded: Difference
) -> None:
    group = make_channel(session, "Arbeitsgruppe", kind=ChannelKind.GROUP)
    bearer = make_organisation(session)
    channel_of(session, "beteiligung").audience = Audience.PEERS
    session.commit()

    assert load_programme(session, edited(WITHOUT_WEISSWASSER)).count(Deed.ARCHIVE) == 3
    assert group.archived_at is None
    assert bearer.archived_at is None
    assert channel_of(session, "beteiligung").audience is Audience.PEERS


def test_an_organisation_made_by_hand_is_the_one_that_the_file_names(session: Session) -> None:
    made = make_organisation(session, slug="amt")

    load_programme(session, edited())
    session.commit()

    assert made.from_programme
    assert (made.name, made.kind) == ("Amt für Proben", OrganisationKind.AUTHORITY)
    assert load_programme(session, edited()).changes == ()


@pytest.mark.parametrize(
    "change",
    [
        ("slug: ankuendigungen", "slug: arbeitsgruppe"),
        ("slug: ankuendigungen", "slug: stadt-lobau"),
        ("slug: weisswasser", "slug: lobau"),
        ("slug: weisswasser", "slug: loebau"),
    ],
    ids=["of a group", "of a city once", "of its channel once", "of a city now"],
)
def test_an_address_never_passes_from_one_thing_to_another(
    session: Session, change: tuple[str, str]
) -> None:
    load_programme(session, edited(("slug: loebau", "slug: lobau")))
    load_programme(session, edited())
    make_channel(session, "Arbeitsgruppe", kind=ChannelKind.GROUP, slug="arbeitsgruppe")
    without_loebau = ("slug: loebau", "slug: anders")
    document = edited(without_loebau, change) if change[1] == "slug: loebau" else edited(change)
    before = counts(session)

    with pytest.raises(Conflict) as caught:
        load_programme(session, document)

    assert caught.value.values["obstacles"]
    assert not session.dirty
    assert counts(session) == before


def test_what_was_written_for_few_is_not_opened_to_many(
    session: Session, loaded: Difference
) -> None:
    channel = channel_of(session, "soziokultur")
    channel.first_written_at = clock.now()
    session.commit()
    wider = edited(("description: Kultur.", "description: Kultur.\n    audience: public"))
    narrower = edited(("description: Kultur.", "description: Kultur.\n    audience: peers"))

    with pytest.raises(Conflict):
        load_programme(session, wider)
    load_programme(session, narrower)

    assert channel.audience is Audience.PEERS


def test_a_load_asks_the_database_the_same_few_times_whatever_the_size(
    session: Session, count_queries: QueryCounter
) -> None:
    with count_queries() as small:
        difference(session, edited())
    load_programme(session, parse(SHIPPED.read_bytes()))
    session.commit()
    with count_queries() as large:
        assert difference(session, parse(SHIPPED.read_bytes())).changes == ()

    assert len(small) == len(large) == 6


@pytest.mark.usefixtures("loaded")
def test_a_tag_keeps_its_slug_changes_its_words_and_is_archived(session: Session) -> None:
    def tags() -> dict[str, tuple[str, tuple[str, ...], bool]]:
        rows = session.scalars(sa.select(Tag).order_by(Tag.slug))
        return {row.slug: (row.name, row.words[1:], row.archived_at is not None) for row in rows}

    words = ("Handlungskonzept", "integriertes Konzept")
    assert tags() == {"ehrenamt": ("Ehrenamt", (), False), "gihk": ("GIHK", words, False)}
    change = (
        ("synonyms: [Handlungskonzept, integriertes Konzept]", "synonyms: [Konzept]"),
        ("  - slug: ehrenamt\n    name: Ehrenamt\n", ""),
    )
    load_programme(session, edited(*change))
    assert tags() == {"ehrenamt": ("Ehrenamt", (), True), "gihk": ("GIHK", ("Konzept",), False)}
    load_programme(session, edited())
    assert tags() == {"ehrenamt": ("Ehrenamt", (), False), "gihk": ("GIHK", words, False)}
