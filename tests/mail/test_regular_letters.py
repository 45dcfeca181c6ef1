"""What a regular letter says, to people and to mail programs."""

import dataclasses
import datetime as dt
import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from typing_extensions import override

from forum.digests import sections
from forum.digests.contents import (
    Appointment,
    Author,
    Contents,
    ContentSection,
    Entry,
    Place,
    Reader,
)
from forum.digests.models import Issue, Length, LetterKind, Newsletter, Section
from forum.digests.prose import newsletter_text
from forum.digests.sections import caps_for
from forum.mail.regular_letters import RegularLetter, letter_of
from forum.notifications.kinds import Kind

DUE = dt.datetime(2026, 11, 23, 6, tzinfo=dt.UTC)
LONG = "Sächsisches Staatsministerium für Infrastruktur und Landesentwicklung"
MOST_BYTES = 100_000
PICTURES = re.compile("<img[^>]*>")

pytestmark = pytest.mark.usefixtures("mail_room")


@pytest.fixture
def mail_room(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


def entry(section: Section, number: int = 1, **values: object) -> Entry:
    told = Entry(
        section=section,
        because=sections.NEW_THREAD,
        title=f"Hofwerkstatt {number}: Wer haftet, wenn etwas geschieht?",
        lines=("Bei uns hat die Stadt eine Versicherung für alle Werkstätten.",),
        thread_public_id=f"thread{number}",
        post_public_id=f"post{number}",
        channel=Place("Begegnungsorte", "begegnungsorte"),
        author=Author("Nora Beispiel", "Träger e. V.", "Löbau"),
    )
    return dataclasses.replace(told, **values)  # type: ignore[arg-type]


def contents(*parts: ContentSection, **values: object) -> Contents:
    letter = Contents(
        issue=Issue(public_id="abc123"),
        reader=Reader(7, 8, "who", "Ada Beispiel", "ada@example.org", "de", "Europe/Berlin"),
        order_key="weekly",
        kind=LetterKind.WEEKLY,
        period="2026-W48",
        due_at=DUE,
        ordered_at=DUE - dt.timedelta(days=3),
        channel=None,
        newsletter=None,
        introduction_html='<p>Diese Woche: <a href="/threads/xyz">die Hofwerkstatt</a>.</p>',
        sections=parts or (ContentSection(Section.BUSY, [entry(Section.BUSY)], 3),),
        hidden=0,
        window_from=None,
        window_to=DUE,
    )
    return dataclasses.replace(letter, **values)  # type: ignore[arg-type]


class Outline(HTMLParser):
    """The tags and addresses of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.roles: list[str | None] = []
        self.feed(page)

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        given = dict(attrs)
        self.addresses += [str(given[name]) for name in ("href", "src") if name in given]
        if tag == "table":
            self.roles.append(given.get("role"))


def test_a_weekly_letter_says_the_same_in_both_texts(app: Flask) -> None:
    letter = letter_of(contents())
    assert letter.subject == "Wochenüberblick KW 48"
    for said in ("Guten Tag Ada Beispiel", "Hofwerkstatt 1", "Träger e. V.", "die Stadt eine"):
        assert said in letter.text
        assert said in letter.html
    hub = app.extensions["settings"].public_url
    for address in (f"{hub}/posts/post1", f"{hub}/threads/xyz", f"{hub}/letters/abc123"):
        assert address in letter.text
        assert address in letter.html
    assert "Kofinanziert von der Europäischen Union" in letter.text
    assert "20.11.2026" in letter.text


def test_the_headers_let_mail_programs_end_this_letter_and_no_other(app: Flask) -> None:
    weekly = letter_of(contents())
    channel = letter_of(
        contents(kind=LetterKind.CHANNEL, order_key="channel:5", channel=Place("Löbau", "loebau"))
    )
    assert weekly.headers["List-Id"].startswith("<weekly.")
    assert channel.headers["List-Id"].startswith("<letter.loebau.")
    for letter in (weekly, channel):
        assert letter.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        link = letter.headers["List-Unsubscribe"].strip("<>")
        assert link in letter.html.replace("&amp;", "&")
        page = app.test_client().get(link)
        assert page.status_code in {200, 404}  # of an account that is not there


def test_a_letter_can_be_ended_and_answered_by_mail_where_mail_comes_in(app: Flask) -> None:
    settings = app.extensions["settings"]
    plain = letter_of(contents()).headers
    app.extensions["settings"] = settings.model_copy(update={"mail_domain": "mail.example.org"})
    headers = letter_of(contents()).headers
    app.extensions["settings"] = settings
    assert "mailto:" not in plain["List-Unsubscribe"]
    assert "Reply-To" not in plain
    link, address = headers["List-Unsubscribe"].split(", ")
    assert link == plain["List-Unsubscribe"]
    assert re.fullmatch(r"<mailto:end\+7-weekly-[a-z2-7]{16}@mail\.example\.org>", address)
    assert headers["Reply-To"] == "help@mail.example.org"


def test_the_page_stands_by_itself() -> None:
    outline = Outline(letter_of(contents()).html)
    assert [tag for tag in outline.tags if re.fullmatch("h[1-6]", tag)] == ["h1", "h2", "h3"]
    assert set(outline.roles) == {"presentation"}
    assert not {"script", "link", "form", "iframe"} & set(outline.tags)
    assert all(one.startswith(("http", "cid:", "mailto:")) for one in outline.addresses)
    assert "prefers-color-scheme: dark" in letter_of(contents()).html


def test_the_fullest_letter_is_below_a_hundred_kilobytes() -> None:
    caps = caps_for(LetterKind.WEEKLY, Length.LONG)
    parts = [
        ContentSection(
            section,
            [
                entry(
                    section,
                    number,
                    title=f"{LONG} {LONG} {LONG}"[:200],
                    lines=(LONG * 4, LONG * 4),
                    note=LONG * 4,
                    author=Author(LONG, LONG, LONG),
                )
                for number in range(size)
            ],
            99,
        )
        for section, size in caps.items()
    ]
    letter = letter_of(contents(*parts, introduction_html=f"<p>{LONG * 20}</p>"))
    # In base64 three bytes become four.
    assert len(letter.html.encode()) + len(letter.text.encode()) < MOST_BYTES * 7 // 10


@pytest.mark.parametrize(
    "because", [*(value for name, value in vars(sections).items() if name.isupper()), *Kind]
)
def test_every_reason_can_be_said(because: object) -> None:
    if isinstance(because, str):
        part = ContentSection(Section.FOR_YOU, [entry(Section.FOR_YOU, because=because)], 0)
        assert "Hofwerkstatt" in letter_of(contents(part)).text


def test_what_people_type_stays_text() -> None:
    hostile = entry(Section.BUSY, title="<b>Ha</b>\r\nBcc: x@example.org\0", lines=("<img src=x>",))
    named = dataclasses.replace(contents().reader, name="Eve\r\nBcc: y@example.org <i>")
    letter = letter_of(contents(ContentSection(Section.BUSY, [hostile], 0), reader=named))
    assert "<b>Ha" not in letter.html
    assert "<img src=x" not in letter.html
    assert "<i>" not in letter.html
    assert "\0" not in letter.html + letter.text
    assert all("\n" not in value for value in [letter.subject, *letter.headers.values()])


def test_a_date_tells_when_and_where_by_the_readers_clock() -> None:
    begins = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    when = Appointment(
        begins, is_whole_day=False, place="online", url="https://example.org/treffen"
    )
    date = Entry(Section.OCCASIONS, sections.OCCASION, "Sprechstunde", appointment=when)
    letter = letter_of(contents(ContentSection(Section.OCCASIONS, [date], 0)))
    assert "Mittwoch, 9. Dezember 2026, 14:00 Uhr" in letter.text
    assert "https://example.org/treffen" in letter.html


def test_a_chat_hour_among_the_dates_leads_to_its_page() -> None:
    begins = dt.datetime(2026, 12, 9, 13, tzinfo=dt.UTC)
    when = Appointment(begins, is_whole_day=False, place="", url="")
    hour = Entry(
        Section.OCCASIONS, sections.CHAT_HOUR, "Säle", appointment=when, hour_public_id="4711"
    )
    letter = letter_of(contents(ContentSection(Section.OCCASIONS, [hour], 0)))
    assert "Chatstunde" in letter.text
    assert "14:00 Uhr" in letter.text
    assert "/chat-hours/4711" in letter.text
    assert "/chat-hours/4711" in letter.html


def test_a_newsletter_says_what_the_editors_wrote() -> None:
    newsletter = Newsletter(
        subject="Neues\nzum Programm",
        source="Es gibt **Geld**.",
        html="<p>Es gibt <strong>Geld</strong>.</p>",
    )
    letter: RegularLetter = letter_of(
        contents(
            kind=LetterKind.NEWSLETTER, order_key="newsletter", newsletter=newsletter, sections=()
        )
    )
    assert letter.subject == "Neues zum Programm"
    assert "Es gibt **Geld**." in letter.text
    assert "<strong>Geld</strong>" in letter.html or "Geld</strong>" in letter.html
    assert letter.headers["List-Id"].startswith("<newsletter.")


def test_opening_a_letter_loads_nothing_and_its_links_are_whole(app: Flask) -> None:
    source = (
        "![Der Hof > am Tor](/attachments/abc) und [![Plan](/attachments/d)](/threads/e), "
        "[mehr](/threads/xyz)"
    )
    newsletter = Newsletter(subject="Neues", source=source, html=newsletter_text(source).html)
    kind = LetterKind.NEWSLETTER
    letter = letter_of(contents(kind=kind, order_key="newsletter", newsletter=newsletter))
    hub = app.extensions["settings"].public_url
    outline = Outline(letter.html)
    assert f"{hub}/attachments/abc" in outline.addresses
    assert [one for one in PICTURES.findall(letter.html) if "cid:eu-emblem" not in one] == []
    assert "Der Hof &gt; am Tor</a>" in letter.html
    assert f'href="{hub}/threads/e"' in letter.html
    assert "Plan</a>" in letter.html
    for path in ("attachments/abc", "threads/e", "threads/xyz"):
        assert f"({hub}/{path})" in letter.text


def test_what_is_made_once_for_many_shows_nobody_what_is_anothers() -> None:
    letters = [
        letter_of(
            contents(
                reader=Reader(at, at, "who", name, f"{at}@example.org", "de", "Europe/Berlin"),
                issue=Issue(public_id=f"issue{at}"),
                hidden=at,
                ordered_at=DUE - dt.timedelta(days=at),
            )
        )
        for at, name in ((3, "Ada & Söhne"), (4, "\ue000subject\ue001 \\g<1> %s"))
    ]
    for said, other in (letters, letters[::-1]):
        assert not set(_own(said)) & set(_own(other))
        assert all(one in said.text for one in _own(said))
    assert "Guten Tag Ada &amp; Söhne," in letters[0].html
    assert "\ue000subject\ue001 \\g&lt;1&gt; %s" in letters[1].html
    assert not any("\ue000" in text for text in (letters[0].html, letters[0].text))


def _own(letter: RegularLetter) -> list[str]:
    """Return the lines of the text that are about one reader alone."""
    marks = ("Guten Tag", "/letters/", "/mail-settings/", "/unsubscribe/", "fehlen", "bestellt")
    own = [line for line in letter.text.splitlines() if any(mark in line for mark in marks)]
    assert len(own) >= len(marks)
    return own
