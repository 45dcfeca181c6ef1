"""Does it find it? The same table on both databases."""

import pytest
from sqlalchemy.orm import Session

from forum.channels.models import Audience
from forum.search.excerpts import plain_text, sentence
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel
from tests.search.library import ask, write

FINDS = [
    ("quartier", "Das Quartiersmanagement lädt ein."),
    ("Förderungen", "Die Förderung läuft aus."),
    ("foerderung", "Die Förderung läuft aus."),
    ("forderung", "Die Förderung läuft aus."),
    ("förderung", "Die Foerderung laeuft aus."),
    ("muell", "Der Müll liegt im Hof."),
    ("groesse", "Es kommt auf die Größe an."),
    ("strasse", "Wir sperren die Straße."),
    ("STRASSE", "Wir sperren die Straße."),
    ("Straße", "Wir sperren die Strasse."),
    ("baum", "Bäume pflanzen wir im Herbst."),
    ("haus", "Die Häuser stehen leer."),
    ("fahrrad", "Alle Fahrräder sind weg."),
    ("mieter", "Die Mieterinnen sind dabei."),
    ("Mieterinnen", "Die Mieter sind dabei."),
    ("Mieter:innen", "Die Mieter sind dabei."),
    ("nachbar", "Die Nachbarn grüßen."),
    ("management", "Das Quartiersmanagement lädt ein."),
    ("garten", "Der Kindergarten zieht um."),
    ("akteure", "Alle Akteur:innen sind eingeladen."),
    ("Akteur:innen", "Alle Akteur*innen sind eingeladen."),
    ("Akteur*innen", "Alle Akteur_innen sind eingeladen."),
    ("Akteur_innen", "Alle AkteurInnen sind eingeladen."),
    ("AkteurInnen", "Alle Akteure sind eingeladen."),
    ("Akteurinnen", "Alle Akteur/-innen sind eingeladen."),
    ("Akteur", "Alle Akteur(innen) sind eingeladen."),
    ("ärzte", "Ärztinnen fehlen im Viertel."),
    ("bela woda", "Běła Woda heißt die Stadt."),
    ("projekt", "Projektanträge bis Freitag."),
    ("projekt*", "Projektanträge bis Freitag."),
    ("vor ort", "Ein Vor-Ort-Termin hilft."),
    ("2026", "Der Aufruf 2026 ist da."),
    ('"runder tisch"', "Ein Runder Tisch hilft."),
    ("„runder tisch“", "Ein Runder Tisch hilft."),
    ("tisch runder", "Ein Runder Tisch hilft."),
    ("tisch -fest", "Ein Runder Tisch hilft."),
    ("die und der", "Die Katze und der Hund."),
    ("Kaffee OR Tee", "Kaffee or Tee gibt es."),
    ("c++", "Wir lernen C++ im Treff."),
]
MISSES = [
    ('"tisch runder"', "Ein Runder Tisch hilft."),
    ("tisch -runder", "Ein Runder Tisch hilft."),
    ('hilft -"runder tisch"', "Ein Runder Tisch hilft."),
    ("tisch stuhl", "Ein Runder Tisch hilft."),
    ("ministerium", "Ein Runder Tisch hilft."),
    ("tor", "Die Moderation entscheidet."),
]


@pytest.mark.parametrize(("asked", "text"), FINDS)
def test_it_is_found_and_marked(session: Session, asked: str, text: str) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    write(session, channel, author, text)
    write(session, channel, author, "Etwas völlig anderes, weit weg.")
    found = ask(session, None, asked)
    assert [plain_text(post.html) for post in found.posts] == [text]
    assert any(piece.is_hit for piece in sentence(text, found.wanted))


@pytest.mark.parametrize(("asked", "text"), MISSES)
def test_it_is_not_found(session: Session, asked: str, text: str) -> None:
    author = make_actor(session)
    write(session, make_channel(session, audience=Audience.PUBLIC), author, text)
    assert ask(session, None, asked).posts == []


def test_many_words_with_many_compounds_are_one_query(session: Session) -> None:
    author = make_actor(session)
    channel = make_channel(session, audience=Audience.PUBLIC)
    heads = [
        "garten",
        "haus",
        "platz",
        "schule",
        "treff",
        "beirat",
        "verein",
        "projekt",
        "antrag",
        "kultur",
        "arbeit",
        "bildung",
    ]
    fronts = [
        f"{one}{two}" for one in "bdfgklmnprst" for two in ("ahn", "erg", "ild", "ort", "und")
    ]
    text = " ".join(f"{front}{head}" for head in heads for front in fronts)
    write(session, channel, author, text)
    found = ask(session, None, " ".join(heads))
    assert len(found.posts) == 1
    assert all(len(one.compounds) == 40 for one in found.wanted)
