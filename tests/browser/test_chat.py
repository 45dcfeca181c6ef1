"""People talk in the room of a channel: live, after a lost connection, and without any script."""

import re

import pytest
from playwright.sync_api import Page, WebSocketRoute, expect

from tests.browser.barriers import barriers_on
from tests.browser.chatting import message_with, say
from tests.browser.conftest import Windows
from tests.browser.people import BEARER, MEMBER, MODERATOR

pytestmark = pytest.mark.browser

ROOM = "/channels/beteiligung/chat"


def entered(page: Page, path: str = ROOM) -> None:
    """Open a room, and wait until the hub knows that it is read."""
    page.goto(path)
    page.locator("[data-entered]").wait_for(state="attached")


def write(page: Page, text: str) -> None:
    page.locator("#body").fill(text)
    page.locator("#body").press("Enter")


def test_two_people_talk_and_nobody_reloads(windows: Windows) -> None:
    reader, writer = windows.open(MEMBER), windows.open(MODERATOR)
    entered(reader)
    entered(writer)
    reader.locator("#body").fill("Ein halber Satz")
    write(writer, "Wer kommt **morgen** zur Runde? @milena_krahl")
    new = message_with(reader, "Wer kommt morgen zur Runde?")
    expect(new.locator("strong")).to_have_text("morgen")
    expect(reader.locator("#body")).to_be_focused()
    expect(reader.locator("#body")).to_have_value("Ein halber Satz")
    expect(reader.locator("[data-log]")).to_have_attribute("role", "log")
    assert barriers_on(reader) == []
    new.locator("summary").click()
    new.get_by_role("button", name="Mit 👍 reagieren").click()
    expect(message_with(writer, "Wer kommt morgen").locator(".message__signs .sign")).to_have_text(
        re.compile("👍 1")
    )
    _answer(reader, writer)
    _edit_and_remove(reader, writer)


def _answer(reader: Page, writer: Page) -> None:
    question = message_with(reader, "Wer kommt morgen")
    question.locator("summary").click()
    question.get_by_role("link", name="Antworten").click()
    write(reader, "Ich bringe Kuchen mit :kaffee:")
    answer = message_with(writer, "Ich bringe Kuchen mit ☕")
    expect(answer.locator("[data-part=answers]")).to_contain_text("Wer kommt morgen zur Runde?")


def _edit_and_remove(reader: Page, writer: Page) -> None:
    own = message_with(reader, "Ich bringe Kuchen mit")
    own.locator("summary").click()
    own.get_by_role("link", name="Bearbeiten").click()
    field = own.locator(".message__edit textarea")
    expect(field).to_be_focused()
    field.fill("Ich bringe Obst mit")
    field.press("Enter")
    theirs = message_with(writer, "Ich bringe Obst mit")
    expect(theirs).to_contain_text("bearbeitet")
    own = message_with(reader, "Ich bringe Obst mit")
    own.locator("summary").click()
    own.get_by_role("button", name="Entfernen").click()
    expect(writer.locator("[data-log] .is-removed").last).to_be_visible()
    expect(message_with(writer, "Obst")).to_have_count(0)


def test_nothing_is_missing_after_a_lost_connection_and_nothing_comes_twice(
    windows: Windows,
) -> None:
    reader, writer = windows.open(BEARER), windows.open(MEMBER)
    path = "/channels/soziokultur/chat"
    entered(reader, path)
    reader.context.set_offline(True)
    for number in range(3):
        say(writer, "soziokultur", f"Verpasst, Nummer {number}")
    write(reader, "Geschrieben im Funkloch")
    expect(reader.locator("[data-outbox] .message")).to_contain_text("Keine Verbindung")
    reader.context.set_offline(False)
    for number in range(3):
        expect(message_with(reader, f"Verpasst, Nummer {number}")).to_have_count(1)
    expect(message_with(reader, "Geschrieben im Funkloch")).to_have_count(1)
    expect(reader.locator("[data-outbox] .message")).to_have_count(0)
    order = reader.locator("[data-log] > [data-message]").evaluate_all(
        "all => all.map(one => Number(one.dataset.sequence))"
    )
    assert order == sorted(set(order))
    # A reload while nothing has answered yet: the message is kept, and sent once.
    _lose_the_answer(reader, path)
    watch = windows.watches[0]
    watch.faults = [one for one in watch.faults if "ERR_" not in one]


def test_a_hub_that_cannot_look_at_first_is_asked_again(windows: Windows) -> None:
    reader, writer = windows.open(MEMBER), windows.open(MODERATOR)
    # In turn: who it is, and whether this room may be read.
    failures = [(r"40\{", '44{"message":"Connection rejected by server"}')]
    failures.append((r'43\d*\[\{"ok":true', '430[{"ok":false,"again":1}]'))

    def fail(line: WebSocketRoute) -> None:
        hub = line.connect_to_server()

        def pass_on(words: str | bytes) -> None:
            if failures and re.match(failures[0][0], str(words)):
                words = failures.pop(0)[1]
            line.send(words)

        hub.on_message(pass_on)

    reader.route_web_socket("**/socket.io/**", fail)
    entered(reader)
    assert not failures
    say(writer, "beteiligung", "Gleich wieder da")
    expect(message_with(reader, "Gleich wieder da")).to_have_count(1)


def _lose_the_answer(page: Page, path: str) -> None:
    """Let the hub take a message while the browser never hears of it."""

    def lose(route: object) -> None:
        route.fetch()  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    page.route("**/messages", lose, times=1)
    write(page, "Doppelt gesendet, einmal gemeint")
    expect(page.locator("[data-outbox] .message")).to_contain_text("Keine Verbindung")
    entered(page, path)
    expect(message_with(page, "Doppelt gesendet, einmal gemeint")).to_have_count(1)
    expect(page.locator("[data-outbox] .message")).to_have_count(0)


def test_a_refused_message_stays_with_its_reason_and_its_words(windows: Windows) -> None:
    page = windows.open(MEMBER)
    entered(page)
    write(page, " ".join(f"@person{number}" for number in range(3)) + " Hallo")
    expect(message_with(page, "Hallo")).to_have_count(1)
    page.route(
        "**/messages",
        lambda route: route.fulfill(
            status=403, json={"error": "Sie sind stummgeschaltet.", "reason": "muted"}
        ),
    )
    write(page, "Das geht gerade nicht")
    waiting = page.locator("[data-outbox] .message")
    expect(waiting.get_by_role("alert")).to_contain_text("Sie sind stummgeschaltet.")
    page.unroute("**/messages")
    waiting.locator("[data-again]").click()
    expect(message_with(page, "Das geht gerade nicht")).to_have_count(1)
    watch = windows.watches[0]
    watch.faults = [one for one in watch.faults if "403" not in one]


def test_one_talks_without_scripts(windows: Windows) -> None:
    page = windows.open(MEMBER, javascript=False)
    page.goto("/channels/veranstaltungen/chat")
    page.locator("#body").fill("Ganz *ohne* Skript")
    page.locator("[data-send]").click()
    message = message_with(page, "Ganz ohne Skript")
    expect(message.locator("em")).to_have_text("ohne")
    message.locator("summary").click()
    message.get_by_role("button", name="Mit 🎉 reagieren").click()
    expect(message.locator(".message__signs .sign")).to_have_attribute("aria-pressed", "true")
    message.locator("summary").click()
    message.get_by_role("link", name="Bearbeiten").click()
    page.locator("#body").fill("Ohne jedes Skript")
    page.get_by_role("button", name="Speichern").click()
    message = message_with(page, "Ohne jedes Skript")
    message.locator("summary").click()
    message.get_by_role("link", name="Antworten").click()
    expect(page.locator("[data-answering]")).to_contain_text("Ohne jedes Skript")
    page.locator("#body").fill("Noch etwas")
    page.locator("[data-send]").click()
    expect(message_with(page, "Noch etwas").locator("[data-part=answers]")).to_be_visible()
    message.first.locator("summary").click()
    message.first.get_by_role("button", name="Entfernen").click()
    expect(page.locator("[data-log] .is-removed")).to_be_visible()


def test_two_people_write_to_each_other_and_a_third_learns_nothing(windows: Windows) -> None:
    ada, bo, third = (windows.open(one) for one in (BEARER, MODERATOR, MEMBER))
    ada.goto("/people/jonas_hartung")
    ada.get_by_role("button", name="Nachricht schreiben").click()
    ada.locator("[data-entered]").wait_for(state="attached")
    address = ada.url
    write(ada, "Nur für dich: Die Zusage ist da.")
    message_with(ada, "Die Zusage ist da").wait_for()
    bo.goto("/chat")
    news = bo.locator(".conversation.is-unread").filter(has_text="Die Zusage ist da")
    expect(news).to_be_visible()
    assert barriers_on(bo) == []
    news.locator("a").first.click()
    bo.locator("[data-entered]").wait_for(state="attached")
    assert bo.url.split("#")[0] == address
    write(bo, "Wie schön! Ich sage nichts weiter.")
    message_with(ada, "Ich sage nichts weiter").wait_for()
    third.goto("/chat")
    expect(third.locator("main")).not_to_contain_text("Zusage")
    answer = third.goto(address)
    assert answer is not None
    assert answer.status == 404
    ada.goto(f"{address}/leave")
    ada.locator("main form button").click()
    ada.wait_for_url("**/chat")
    expect(bo.locator("[data-log]")).to_contain_text("Die Zusage ist da")
    bo.reload()
    expect(bo.locator("main")).to_contain_text("hat diese Unterhaltung oder dieses Forum verlassen")
