"""What looks like personal data in a text, what does not, and how long it takes to tell."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.kernel.markup import POST_LIMIT
from forum.kernel.personal_data import MOST_FINDINGS, DataKind, personal_data
from tests.kernel.effort import effort


def found(text: str) -> list[tuple[str, str]]:
    return [(finding.kind.value, finding.text) for finding in personal_data(text)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Rufen Sie an: 03581 / 12 34-56.", "03581 / 12 34-56"),
        ("0151 23456789", "0151 23456789"),
        ("mobil 0151/23456789", "0151/23456789"),
        ("(0351) 4567890", "(0351) 4567890"),
        ("+49 (0)351 123456", "+49 (0)351 123456"),
        ("0049 351 12345678", "0049 351 12345678"),
        ("Tel.: 4711-23", "4711-23"),
        ("Ihre Telefonnummer ist 445566", "445566"),
    ],
)
def test_a_telephone_number_is_found(text: str, shown: str) -> None:
    assert found(text) == [("telephone", shown)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Schreiben Sie anna.mueller@stadt-loebau.de!", "anna.mueller@stadt-loebau.de"),
        ("(jürgen_k@löbau.de)", "jürgen_k@löbau.de"),
        ("[Mail](mailto:a.b+c@x.example.org)", "a.b+c@x.example.org"),
    ],
)
def test_a_mail_address_is_found(text: str, shown: str) -> None:
    assert found(text) == [("email", shown)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna, geb. 12.03.1987", "12.03.1987"),
        ("geboren am 3. Mai 1990 in Löbau", "3. Mai 1990"),
        ("Geburtsdatum: 1.1.70", "1.1.70"),
        ("Geburtstag 2001-05-31", "2001-05-31"),
        ("Anna M. (*12.03.1987), Cem *4.5.1990*", "12.03.1987"),
        ("Cem, * 4.5.1990", "4.5.1990"),
        ("am 12. 3. 1987 in Görlitz geboren", "12. 3. 1987"),
        ("Frau Anna Müller, 12.03.1987", "12.03.1987"),
        ("Teilnehmerin Krause (12.03.1987)", "12.03.1987"),
    ],
)
def test_a_date_of_birth_is_found(text: str, shown: str) -> None:
    assert found(text)[0] == ("birth_date", shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Az. 12 C 345/20 läuft", "12 C 345/20"),
        ("Aktenzeichen: 4711/22-AB.", "4711/22-AB"),
        ("unter dem Förderaktenzeichen SAB 1004711.", "SAB 1004711"),
        ("AZ 0815/2024", "0815/2024"),
        ("Geschäftszeichen 32-1234/5/6", "32-1234/5/6"),
        ("Bedarfsgemeinschaft Nr. 12345//0001234", "12345//0001234"),
    ],
)
def test_a_file_number_is_found(text: str, shown: str) -> None:
    assert found(text) == [("file_number", shown)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("IBAN DE89 3704 0044 0532 0130 00 bei der", "DE89 3704 0044 0532 0130 00"),
        ("de89370400440532013000,", "de89370400440532013000"),
        ("GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 32"),
    ],
)
def test_a_bank_account_is_found_when_its_sum_is_right(text: str, shown: str) -> None:
    assert found(text) == [("bank_account", shown)]
    assert "bank_account" not in dict(found(text.replace("1", "2").replace("9 3", "8 3")))


@pytest.mark.parametrize(
    "text",
    [
        "Treffen am 01.02.2027, 14:00–16:00 Uhr, danach 2014-2020 und 31.12.",
        "Geöffnet 08 00 - 12 00 Uhr, Mo 09:00 - 12:00, 0800-1200 Uhr",
        "01/02/2027, 05-06-2027, 2027-02-01",
        "01067 Dresden, 02826 Görlitz, Hausnummer 12-14",
        "12.500,00 €, 0,50 €, 100 000 Euro, 05 000 000 EUR, 1.234.567 Menschen",
        "* 12.03.2026 Sitzung\n* 13.03.2026 Sitzung",
        "am *12.03.2026 um 9 Uhr* und **12.03.2026**, Stadtrat Löbau, 12.03.2026",
        "Frau Müller lädt am 12.03.2026 ein; Anna Krause, geb. Meier",
        "Das Aktenzeichen folgt 2027. AZ 2027, ein Aktenzeichen",
        "https://forum.example/threads/0123456789012345 www.x.de/0351123 /posts/0123456789012345",
        "[Datei](/attachments/01234567890123456) ![a](/attachments/0123456789/preview)",
        "https://x.de/?mail=a@b.de info@stadt.de, Poststelle@Stadt.de @anna Akteur:innen",
        "ISBN 978-3-16-148410-0, Drucksache 07/1234, § 16e SGB II, Seite 0815",
        "DE89 3704 0044 0532 0130 01",
        "",
    ],
)
def test_what_is_no_personal_data_is_left_in_peace(text: str) -> None:
    assert found(text) == []


def test_the_same_is_named_once_and_as_one_thing_and_not_without_end() -> None:
    assert found("Az. 0351/123456, Tel. 0152 1234567, 0152 1234567") == [
        ("file_number", "0351/123456"),
        ("telephone", "0152 1234567"),
    ]
    many = personal_data(" ".join(f"a{number}@b.de" for number in range(100)))
    assert len(many) == MOST_FINDINGS


HOSTILE = [
    *(
        "0",
        "0 ",
        "01 ",
        "1",
        "1-",
        "a",
        "a-",
        "a@",
        "a.",
        "a@a.",
        "geb ",
        "geb. a ",
        "*",
        "1.",
        "1.1.",
    ),
    *(
        "Az ",
        "Az 1 ",
        "Az a a1 ",
        "Az A 1 ",
        "DE89 ",
        "DE8",
        "Frau A ",
        "Frau Aa",
        "Kind A-",
        "A B ",
    ),
    *(
        "+49 1",
        "(0",
        "https://",
        "](/",
        "/threads/",
        "Tel ",
        "Tel. 1 ",
        "\u00a0",
        "w%+-.w",
        "12.3.",
    ),
    *("-Aktenzeichen ", "Name: A a ", "a*1.1.2000", "*1.1.2000 "),
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_a_hostile_text_is_answered_at_once(unit: str) -> None:
    text = (unit * POST_LIMIT)[:POST_LIMIT]
    assert effort(lambda: personal_data(text), enough=80) < 80


@given(st.text(alphabet="0123456789 /-+()@.*:aZÄ\nDEFrau geb\u0660ß", max_size=120))
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search_for_personal_data(text: str) -> None:
    for finding in personal_data(text):
        assert finding.kind in DataKind
        assert finding.text
