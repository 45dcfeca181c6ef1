"""A programme file's bytes to a `ProgrammeDocument`, or every fault in it."""

from forum.accounts.models import CityStatus, OrganisationKind
from forum.channels.models import Audience, Posting
from forum.channels.programme.document import (
    AreaEntry,
    CityEntry,
    OrganisationEntry,
    OrganisationKindEntry,
    ProgrammeDocument,
    ProgrammeEntry,
    SystemChannelEntry,
    TagEntry,
    ThemeEntry,
)
from forum.channels.programme.faults import FaultyProgramme
from forum.channels.programme.fields import LONGEST_TEXT, Fields
from forum.channels.programme.nodes import read_nodes
from forum.kernel.words import folded_word

# The frame in which any programme of a German Land must lie.
GERMANY = AreaEntry(key_prefix="", south=47.2, north=55.1, west=5.8, east=15.1)
LONGEST_NAME = 120
LONGEST_TAG = 80
LONGEST_URL = 300
LONGEST_CITY_SLUG = 74


class Once:
    """Values that may stand only once in a file."""

    def __init__(self, what: str) -> None:
        """Keep what the value is called in a fault, such as “The slug”."""
        self._what = what
        self._lines: dict[str, int] = {}

    def check(self, fields: Fields, name: str, value: str) -> None:
        """Report a value that has been there before; an empty one has been reported already."""
        if not value:
            return
        if value in self._lines:
            line = self._lines[value]
            fields.report(name, f"{self._what} “{value}” is already taken in line {line}.")
        else:
            self._lines[value] = fields.place_of(name).line


class TagWords:
    """The words that lead to tags; none may lead to two of them, in whatever spelling."""

    def __init__(self) -> None:
        self._owners: dict[str, str] = {}

    def check(self, fields: Fields, field: str, word: str, tag: str) -> None:
        """Report a word that leads to another tag, or that nobody could type among others."""
        if "," in word or ";" in word:
            fields.report(field, f"“{word}” has a comma or semicolon, which stands between tags.")
        owner = self._owners.setdefault(folded_word(word), tag)
        if word and owner != tag:
            fields.report(field, f"“{word}” leads to the tag “{owner}” already.")


class References:
    """What entries may refer to, and what they may not take again."""

    def __init__(self) -> None:
        self.channel_slugs = Once("The channel address")
        self.city_keys = Once("The municipality key")
        self.organisation_slugs = Once("The slug")
        self.tag_slugs = Once("The slug")
        self.tag_words = TagWords()
        self.kinds: set[OrganisationKind] = set()
        self.keys: set[str] = set()


def parse(data: bytes) -> ProgrammeDocument:
    """Return what the file says.

    Raise `FaultyProgramme` with every fault; nothing of the file is usable then.
    """
    root, faults = read_nodes(data)
    document = _document(Fields(root, "", faults))
    if faults:
        raise FaultyProgramme(faults)
    return document


def _document(root: Fields) -> ProgrammeDocument:
    known = References()
    programme = _programme(root.child("programme"))
    document = ProgrammeDocument(
        programme=programme,
        organisation_kinds=tuple(
            _kind(entry, known) for entry in root.entries("organisation_kinds")
        ),
        themes=tuple(
            _theme(entry, position, known)
            for position, entry in enumerate(root.entries("themes"), start=1)
        ),
        cities=tuple(_city(entry, programme.area, known) for entry in root.entries("cities")),
        organisations=tuple(
            _organisation(entry, known) for entry in root.entries("organisations", required=False)
        ),
        channels=tuple(
            _channel(entry, position, known)
            for position, entry in enumerate(root.entries("channels"), start=1)
        ),
        tags=tuple(_tag(entry, known) for entry in root.entries("tags", required=False)),
    )
    root.finish()
    return document


def _programme(fields: Fields) -> ProgrammeEntry:
    entry = ProgrammeEntry(
        slug=fields.slug("slug"),
        name=fields.text("name"),
        description=fields.text("description", longest=LONGEST_TEXT),
        funding=fields.text("funding", longest=LONGEST_TEXT),
        url=fields.url("url", longest=LONGEST_URL),
        city_channel_description=fields.text("city_channel_description", longest=LONGEST_TEXT),
        city_channel_example=fields.text("city_channel_example", required=False, longest=80),
        area=_area(fields.child("area")),
    )
    fields.finish()
    return entry


def _area(fields: Fields) -> AreaEntry:
    faults_before = len(fields.faults)
    entry = AreaEntry(
        key_prefix=fields.digits("key_prefix", 2),
        south=fields.degrees("south", GERMANY.south, GERMANY.north),
        north=fields.degrees("north", GERMANY.south, GERMANY.north),
        west=fields.degrees("west", GERMANY.west, GERMANY.east),
        east=fields.degrees("east", GERMANY.west, GERMANY.east),
    )
    fields.finish()
    # With a faulty frame every city would be outside of it; so its own fault is all that is said.
    if len(fields.faults) > faults_before or not entry.key_prefix:
        return GERMANY
    if entry.south < entry.north and entry.west < entry.east:
        return entry
    fields.report("south", "South must be less than north, and west less than east.")
    return GERMANY


def _kind(fields: Fields, known: References) -> OrganisationKindEntry:
    kind = fields.choice("kind", OrganisationKind)
    if kind is not None and kind in known.kinds:
        fields.report("kind", f"The kind “{kind}” has been described already.")
    entry = OrganisationKindEntry(
        kind=kind or OrganisationKind.MULTIPLIER,
        name=fields.text("name", longest=LONGEST_NAME),
        description=fields.text("description", longest=LONGEST_TEXT),
    )
    if kind is not None:
        known.kinds.add(kind)
    fields.finish()
    return entry


def _theme(fields: Fields, position: int, known: References) -> ThemeEntry:
    entry = ThemeEntry(
        slug=fields.slug("slug"),
        name=fields.text("name", longest=LONGEST_NAME),
        description=fields.text("description", longest=LONGEST_TEXT),
        example=fields.text("example", required=False),
        position=position,
        recommended=fields.flag("recommended"),
        audience=_audience(fields),
    )
    known.channel_slugs.check(fields, "slug", entry.slug)
    fields.finish()
    return entry


def _city(fields: Fields, area: AreaEntry, known: References) -> CityEntry:
    entry = CityEntry(
        key=fields.digits("key", 8),
        former_key=fields.digits("former_key", 8, required=False),
        slug=fields.slug("slug", longest=LONGEST_CITY_SLUG),
        name=fields.text("name", longest=LONGEST_NAME),
        sorbian=fields.text("sorbian", required=False, longest=LONGEST_NAME),
        district=fields.text("district", longest=LONGEST_NAME),
        latitude=fields.degrees("latitude", area.south, area.north),
        longitude=fields.degrees("longitude", area.west, area.east),
        status=fields.choice("status", CityStatus) or CityStatus.UNKNOWN,
        earlier=fields.flag("earlier"),
    )
    if entry.key and not entry.key.startswith(area.key_prefix):
        sentence = f"“{entry.key}” lies elsewhere: here keys begin with {area.key_prefix}."
        fields.report("key", sentence)
    known.city_keys.check(fields, "key", entry.key)
    known.city_keys.check(fields, "former_key", entry.former_key)
    if entry.slug:
        known.channel_slugs.check(fields, "slug", entry.prefixed_slug)
        known.organisation_slugs.check(fields, "slug", entry.prefixed_slug)
    known.keys.add(entry.key)
    fields.finish()
    return entry


def _organisation(fields: Fields, known: References) -> OrganisationEntry:
    kind = fields.choice("kind", OrganisationKind)
    if kind is OrganisationKind.CITY:
        fields.report("kind", "City administrations are not listed here; each city brings its own.")
    elif kind is not None and kind not in known.kinds:
        fields.report("kind", f"The kind “{kind}” is not described under organisation_kinds.")
    entry = OrganisationEntry(
        slug=fields.slug("slug"),
        name=fields.text("name"),
        kind=kind or OrganisationKind.MULTIPLIER,
        url=fields.url("url", required=False, longest=LONGEST_URL),
        city_key=fields.digits("city", 8, required=False),
    )
    if entry.city_key and entry.city_key not in known.keys:
        fields.report("city", f"There is no city with the key {entry.city_key} in this file.")
    known.organisation_slugs.check(fields, "slug", entry.slug)
    fields.finish()
    return entry


def _channel(fields: Fields, position: int, known: References) -> SystemChannelEntry:
    entry = SystemChannelEntry(
        slug=fields.slug("slug"),
        name=fields.text("name", longest=LONGEST_NAME),
        description=fields.text("description", longest=LONGEST_TEXT),
        example=fields.text("example", required=False),
        position=position,
        posting=fields.choice("posting", Posting, Posting.READERS) or Posting.READERS,
        audience=_audience(fields),
    )
    known.channel_slugs.check(fields, "slug", entry.slug)
    fields.finish()
    return entry


def _tag(fields: Fields, known: References) -> TagEntry:
    entry = TagEntry(
        slug=fields.slug("slug"),
        name=fields.text("name", longest=LONGEST_TAG),
        description=fields.text("description", required=False, longest=LONGEST_TEXT),
        synonyms=fields.texts("synonyms", longest=LONGEST_TAG),
    )
    known.tag_slugs.check(fields, "slug", entry.slug)
    for field, word in (("slug", entry.slug), ("name", entry.name)):
        known.tag_words.check(fields, field, word, entry.name)
    for word in entry.synonyms:
        known.tag_words.check(fields, "synonyms", word, entry.name)
    fields.finish()
    return entry


def _audience(fields: Fields) -> Audience | None:
    audience = fields.optional_choice("audience", Audience)
    if audience is Audience.INVITED:
        fields.report("audience", "Closed channels are made by their members, not by this file.")
    return audience
