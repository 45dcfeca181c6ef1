"""A small programme file to change in tests, and the shipped one."""

from forum.channels.programme.document import ProgrammeDocument
from forum.channels.programme.faults import Fault, FaultyProgramme
from forum.channels.programme.parse import parse
from forum.settings import ROOT

SHIPPED = ROOT / "programmes" / "esf-plus-sachsen.yaml"

SMALL = """\
programme:
  slug: probe
  name: Probe
  description: Ein Programm zum Ausprobieren.
  funding: Gefördert
  url: https://www.example.org
  city_channel_description: "Neues aus {name}."
  area: {key_prefix: "14", south: 50.1, north: 51.8, west: 11.8, east: 15.1}
organisation_kinds:
  - {kind: city, name: Stadt, description: Eine Stadt.}
  - {kind: authority, name: Behörde, description: Eine Behörde.}
themes:
  - slug: beteiligung
    name: Beteiligung
    description: Mitreden.
    recommended: true
  - slug: soziokultur
    name: Soziokultur
    description: Kultur.
cities:
  - key: "14626290"
    slug: loebau
    name: Löbau
    district: Landkreis Görlitz
    latitude: 51.0965
    longitude: 14.6644
    status: verified
    earlier: true
  - key: "14626600"
    slug: weisswasser
    name: Weißwasser/O.L.
    sorbian: Běła Woda
    district: Landkreis Görlitz
    latitude: 51.5066
    longitude: 14.6433
    status: unknown
organisations:
  - slug: amt
    name: Amt für Proben
    kind: authority
    city: "14626290"
channels:
  - slug: ankuendigungen
    name: Ankündigungen
    description: Neues.
    posting: moderators
    audience: public
tags:
  - slug: gihk
    name: GIHK
    description: Das Konzept.
    synonyms: [Handlungskonzept, integriertes Konzept]
  - slug: ehrenamt
    name: Ehrenamt
"""


def edited(*changes: tuple[str, str]) -> ProgrammeDocument:
    """Return the small programme with texts replaced; each must be there."""
    return parse(edited_text(*changes).encode())


def edited_text(*changes: tuple[str, str]) -> str:
    """Return the small file with texts replaced; each must be there."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return text


def faults_of(data: str | bytes) -> tuple[Fault, ...]:
    """Return what is wrong with a file, in order; nothing if it can be read."""
    try:
        parse(data.encode() if isinstance(data, str) else data)
    except FaultyProgramme as error:
        return error.faults
    return ()
