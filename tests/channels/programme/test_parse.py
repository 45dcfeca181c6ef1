import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.accounts.models import CityStatus, OrganisationKind
from forum.channels.models import Audience, Posting
from forum.channels.programme.nodes import LARGEST_FILE
from forum.channels.programme.parse import parse
from tests.channels.programme.files import SHIPPED, SMALL, edited, edited_text, faults_of


def test_the_shipped_programme_has_its_themes_cities_and_channels() -> None:
    document = parse(SHIPPED.read_bytes())

    assert len(document.themes) == 16
    assert sum(theme.recommended for theme in document.themes) == 8
    assert len(document.cities) == 34
    assert [channel.slug for channel in document.channels] == [
        "ankuendigungen",
        "vorstellungsrunde",
        "plattform-hilfe",
        "veranstaltungen",
    ]
    assert document.channels[0].posting is Posting.MODERATORS
    assert {entry.kind for entry in document.organisation_kinds} == set(OrganisationKind)


def test_the_shipped_programme_says_of_cities_what_is_known() -> None:
    cities = {city.slug: city for city in parse(SHIPPED.read_bytes()).cities}

    assert {city.name: city.sorbian for city in cities.values() if city.sorbian} == {
        "Bautzen": "Budyšin",
        "Hoyerswerda": "Wojerecy",
        "Kamenz": "Kamjenc",
        "Weißwasser/O.L.": "Běła Woda",
    }
    statuses = [city.status for city in cities.values()]
    assert statuses.count(CityStatus.VERIFIED) == 15
    assert statuses.count(CityStatus.APPLIED) == 4
    assert statuses.count(CityStatus.WORKSHOP) == 1
    assert cities["zittau"].status is CityStatus.WORKSHOP
    assert cities["loebau"].key == "14626290"
    assert (cities["loebau"].latitude, cities["loebau"].longitude) == (51.0965, 14.6644)
    assert all(city.earlier for city in cities.values())


def test_values_are_taken_as_written_and_never_guessed() -> None:
    document = edited(("name: Löbau", "name: no"), ("name: Amt für Proben", "name: 014"))

    assert document.cities[0].name == "no"
    assert document.organisations[0].name == "014"
    assert document.themes[0].audience is None
    assert document.channels[0].audience is Audience.PUBLIC


def test_a_text_over_several_lines_becomes_one() -> None:
    document = edited(
        ("description: Mitreden.", "description: |\n      Mitreden,\n      mitmachen.")
    )

    assert document.themes[0].description == "Mitreden, mitmachen."


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "words"),
    [
        ("    name: Löbau\n", "", 21, "cities[1].name", "missing"),
        ("name: Löbau", "name:", 23, "cities[1].name", "empty"),
        ("name: Löbau", "nmae: Löbau", 23, "cities[1].nmae", "Did you mean “name”?"),
        ("name: Löbau", "name: Löbau\n    name: Lobau", 24, "cities[1].name", "line 23 already"),
        ("name: Löbau", "name: [Löbau]", 23, "cities[1].name", "single text"),
        ("name: Löbau", 'name: "L\\u202Eöbau"', 23, "cities[1].name", "U+202E"),
        ("name: Löbau", f"name: {'ö' * 121}", 23, "cities[1].name", "it may have 120"),
        ("slug: loebau", "slug: Löbau", 22, "cities[1].slug", "no slug"),
        ("slug: loebau", "slug: weisswasser", 30, "cities[2].slug", "taken in line 22"),
        ("slug: ankuendigungen", "slug: stadt-loebau", 43, "channels[1].slug", "taken in line 22"),
        ("slug: soziokultur", "slug: beteiligung", 17, "themes[2].slug", "taken in line 13"),
        ("slug: amt", "slug: stadt-loebau", 38, "organisations[1].slug", "taken in line 22"),
        ('key: "14626290"', "key: 1462629", 21, "cities[1].key", "8 digits"),
        ('key: "14626290"', "key: ١٤٦٢٦٢٩٠", 21, "cities[1].key", "8 digits"),
        ('key: "14626290"', "key: 15626290", 21, "cities[1].key", "begin with 14"),
        ('key: "14626290"', "key: 14626600", 29, "cities[2].key", "taken in line 21"),
        ("latitude: 51.0965", "latitude: 14.6644", 25, "cities[1].latitude", "swapped"),
        ("latitude: 51.0965", "latitude: 51,0965", 25, "cities[1].latitude", "degrees"),
        ("latitude: 51.0965", "latitude: nan", 25, "cities[1].latitude", "degrees"),
        ("status: verified", "status: yes", 27, "cities[1].status", "write one of: verified"),
        ("earlier: true", "earlier: yes", 28, "cities[1].earlier", "true or false"),
        ("kind: authority\n", "kind: bearer\n", 40, "organisations[1].kind", "not described"),
        ("kind: authority\n", "kind: city\n", 40, "organisations[1].kind", "each city brings"),
        ("kind: city,", "kind: town,", 10, "organisation_kinds[1].kind", "write one of"),
        ('city: "14626290"', "city: 14000000", 41, "organisations[1].city", "no city with"),
        ("url: https://www.example.org", "url: example.org", 6, "programme.url", "full address"),
        ("url: https://www.example.org", "url: https://[", 6, "programme.url", "full address"),
        ("audience: public", "audience: invited", 47, "channels[1].audience", "by their members"),
        ("posting: moderators", "posting: all", 46, "channels[1].posting", "readers, moderators"),
        ("north: 51.8", "north: 50.0", 8, "programme.area.south", "less than north"),
        ("themes:\n", "themen:\n", 12, "themen", "Did you mean “themes”?"),
        ("name: Löbau", "name: &stadt Löbau", 23, "", "Anchors such as &stadt"),
        ("name: Löbau", "name: *stadt", 23, "", "References such as *stadt"),
        ("name: Löbau", "name: !!python/name:os.system Löbau", 23, "", "Type tags"),
        ("name: Löbau", "? [name] : Löbau", 23, "cities[1]", "single word"),
        ("name: Löbau", "name: Löbau: Stadt", 23, "", "cannot be read as YAML"),
        ("name: Löbau", "\tname: Löbau", 23, "", "cannot be read as YAML"),
        ("name: Löbau", 'name: "\\UFFFFFFFF"', 23, "", "escaped character"),
        ("name: Löbau", "name: L\x00bau", 23, "", "U+0000"),
        ("name: Löbau", f"name: {'[' * 9}", 23, "", "nested"),
    ],
)
def test_a_fault_is_told_with_line_and_field(
    old: str, new: str, line: int, field: str, words: str
) -> None:
    faults = faults_of(edited_text((old, new)))

    assert [
        fault
        for fault in faults
        if (fault.place.line, fault.field) == (line, field) and words in fault.sentence
    ], faults


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    faults = faults_of(
        edited_text(
            ("slug: probe", "slug: Probe!"),
            ("name: Löbau", "name: *stadt"),
            ("longitude: 14.6433", "longitude: east"),
            ("posting: moderators", "posting: nobody"),
        )
    )

    assert [(fault.place.line, fault.field) for fault in faults] == [
        (2, "programme.slug"),
        (23, ""),
        (35, "cities[2].longitude"),
        (46, "channels[1].posting"),
    ]
    assert str(faults[0]) == (
        "line 2, column 9, programme.slug: "
        "“Probe!” is no slug; write a-z, 0-9 and single hyphens only."
    )


def test_a_faulty_area_is_one_fault_and_not_one_for_each_city() -> None:
    assert [fault.field for fault in faults_of(edited_text(("north: 51.8", "north: high")))] == [
        "programme.area.north"
    ]


def test_what_is_no_mapping_is_one_fault_and_not_one_for_each_field() -> None:
    assert [str(fault) for fault in faults_of("- eins")] == [
        "line 1, column 1: Here fields with values are expected, as in “name: …”."
    ]
    assert len(faults_of(edited_text(("  - slug: amt\n", "  - Amt\n  - slug: amt\n")))) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"x" * (LARGEST_FILE + 1), "larger"),
        (SMALL.encode("latin-1", "replace"), "UTF-8"),
        (SMALL.encode() + b"---\nprogramme: {}\n", "second document"),
        (b"%YAML " + b"1" * 5000 + b".1\n---\na: b\n", "number is impossible"),
        (b"[" * 100_000, "nested"),
        (b"a: b\n" * 100_000, "values"),
        (b"a: " + b"&a [*a, " * 5, "References"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    assert words in "".join(fault.sentence for fault in faults_of(data))


def test_a_byte_order_mark_and_windows_line_ends_are_no_faults() -> None:
    assert parse(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode()) == edited()


# A busy machine is no fault of the parser.
@settings(deadline=None)
@given(st.text() | st.binary())
def test_arbitrary_input_is_answered_with_faults(data: str | bytes) -> None:
    if isinstance(data, str):
        data = data.encode("utf-8", "surrogatepass")

    assert faults_of(data)


@settings(deadline=None)
@given(
    position=st.integers(0, len(SMALL) - 1),
    width=st.integers(0, 30),
    patch=st.text(alphabet='ab1:-[]{}"\n &*!?|>#%@`\t\\Uxé\u202e', max_size=12),
)
def test_a_damaged_file_is_read_or_answered_with_faults_in_it(
    position: int, width: int, patch: str
) -> None:
    text = SMALL[:position] + patch + SMALL[position + width :]

    lines = text.count("\n") + 1
    assert all(1 <= fault.place.line <= lines + 1 for fault in faults_of(text))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "name: Ehrenamt",
            "name: Handlungs-Konzept",
            "“Handlungs-Konzept” leads to the tag “GIHK”",
        ),
        ("slug: ehrenamt", "slug: handlungskonzept", "leads to the tag “GIHK” already"),
        ("[Handlungskonzept, integ", "[ehren-amt, integ", "“ehrenamt” leads to the tag “GIHK”"),
        ("[Handlungskonzept, integ", '["a, b", integ', "comma or semicolon"),
        ("[Handlungskonzept, integriertes Konzept]", "Konzept", "a list is expected"),
        ("[Handlungskonzept, integ", "[{a: b}, integ", "single text"),
        ("slug: ehrenamt", "slug: gihk", "already taken in line"),
    ],
)
def test_a_word_leads_to_one_tag(old: str, new: str, words: str) -> None:
    assert words in str(faults_of(edited_text((old, new)))[0])


def test_a_programme_needs_no_tags_and_the_shipped_one_has_many() -> None:
    whole, _, _ = SMALL.partition("tags:")
    assert parse(whole.encode()).tags == ()
    tags = parse(SHIPPED.read_bytes()).tags
    assert 25 <= len(tags) <= 40
    assert all(tag.description for tag in tags)
