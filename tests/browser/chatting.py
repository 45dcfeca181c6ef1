"""Talking in a room, as people do it by its page."""

import datetime as dt
import re

from playwright.sync_api import Locator, Page

from forum.kernel import clock


def message_with(page: Page, text: str) -> Locator:
    """Return the message that says so, once it is one: what waits to be sent is none yet."""
    return page.locator("[data-log] > [data-message]", has_text=text)


def say(page: Page, channel: str, text: str) -> dict[str, str]:
    """Write into the room of a channel; return the public ids of the room and of the message."""
    page.goto(f"/channels/{channel}/chat")
    page.locator("#body").fill(text)
    page.locator("[data-send]").click()
    message = message_with(page, text).last
    message.wait_for()
    return {
        "room": page.locator("[data-chat]").get_attribute("data-chat") or "",
        "message": message.get_attribute("data-message") or "",
    }


def begin_conversation(page: Page, name: str) -> dict[str, str]:
    """Open a working room with the first who is found, by its form; return its public id."""
    page.goto("/chat/new")
    page.locator("#find").fill("a")
    page.locator("[name=step]").click()
    page.locator("[name=people]").first.check()
    page.locator("#name").fill(name)
    page.locator("#main form button:not([name])").last.click()
    page.wait_for_url(re.compile(r"/chat/(?!new)[^/]+$"))
    return {"conversation": page.url.rsplit("/", 1)[-1]}


def begin_consultation(page: Page, name: str) -> dict[str, str]:
    """Begin a peer consultation with the first who is found; return its public id."""
    page.goto("/consultations/new")
    page.locator("#name").fill(name)
    page.locator("#find").fill("a")
    page.locator("[name=step]").click()
    page.locator("[name=people]").first.check()
    page.locator("#main form button:not([name])").last.click()
    page.wait_for_url(re.compile(r"/consultations/(?!new)[^/]+$"))
    return {"consultation": page.url.rsplit("/", 1)[-1]}


def begin_rooms(page: Page, moderator: Page) -> dict[str, str]:
    """Begin a conversation and a consultation, plan a chat hour; return their public ids."""
    conversation = begin_conversation(page, "Sommerfest vorbereiten")
    hour = plan_chat_hour(moderator, "begegnungsorte", "Säle für alle")
    return {
        **conversation,
        "chat_hour": hour,
        **begin_consultation(page, "Ein Vorhaben, das stockt"),
    }


def say_and_keep(page: Page, channel: str, text: str) -> dict[str, str]:
    """Write into the room of a channel and begin to keep it; return all public ids."""
    said = say(page, channel, text)
    page.goto(f"/chat/{said['room']}/keep")
    page.locator("#main form button[type=submit]").first.click()
    page.wait_for_url("**/keepings/*/edit")
    return {**said, "keeping": page.url.rsplit("/", 2)[-2]}


def plan_chat_hour(page: Page, channel: str, title: str) -> str:
    """Plan a chat hour for the day after tomorrow; return its public id."""
    page.goto(f"/channels/{channel}/chat/hours/new")
    page.locator("#title").fill(title)
    page.locator("#description").fill("Wer hat welche, und was kosten sie?")
    day = (clock.now() + dt.timedelta(days=2)).date()
    page.locator("#starts_at").fill(f"{day}T17:30")
    page.locator("#main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/chat-hours/[^/]+$"))
    return page.url.rsplit("/", 1)[-1]
