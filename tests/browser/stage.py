"""What has to have happened so that every page has something to show."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

from forum.digests.mail_settings import PURPOSE as MAIL_SETTINGS
from forum.digests.mail_settings import text_for
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.kinds import Kind
from tests.attachments.files import PDF, picture
from tests.browser.chatting import begin_rooms, say_and_keep
from tests.browser.curating import curate
from tests.browser.editing import edit_letters
from tests.browser.letters import link_in_letter
from tests.browser.people import ADMIN, GUEST, MEMBER
from tests.browser.reports import try_reports

BEGUN = re.compile(r"/threads/(?!new\b)[^/]+$")
PICTURE = picture("PNG", (1400, 900))
NEW_PASSWORD = "Regen auf dem Marktplatz"


@dataclass
class Stage:
    """Where the things are that the example content does not have."""

    group: str
    thread: str
    post: str
    public_thread: str
    own_thread: str
    poll: str
    own_poll: str
    own_post: str
    edited_post: str
    tombstone: str
    draft_thread: str
    suggestion: str
    collection: str
    application: str
    sign_up_token: str
    invitation_token: str
    password_token: str
    email_token: str
    letter: str
    unsubscribe_token: str
    order_token: str
    mail_settings_token: str
    report: str
    other_report: str
    report_thread: str
    own_report: str
    waiting_report: str
    adoption: str
    notice_token: str
    statement: str
    statement_token: str
    case: str
    canned_text: str
    week: str
    occasion: str
    newsletter: str
    newsletter_draft: str
    reader: str
    room: str
    message: str
    keeping: str
    conversation: str
    consultation: str
    chat_hour: str


def set_stage(enter: Callable[[str], Page], sign: Callable[[str, str], str]) -> Stage:
    """Let a guest, a member and an admin do these things; `enter` opens a page for a person.

    `sign` makes a token as the hub does: letters about notifications take two minutes.
    """
    guest, member, admin = enter(GUEST), enter(MEMBER), enter(ADMIN)
    application = ask_to_join(guest, admin)
    forget_password(guest, "gerd@example.org")
    own_thread, own_post, edited, tombstone = write(member)
    thread = first_thread(member, "begegnungsorte")
    suggestion, collection = curate(admin, member, own_thread, thread)
    return Stage(
        group=channel_called(member, "AG Wirkung messen"),
        thread=thread,
        post=keep_last_post(member, thread),
        public_thread=first_thread(member, "ankuendigungen"),
        own_thread=own_thread,
        poll=first_thread(member, "veranstaltungen"),
        own_poll=begin_poll(member, "soziokultur", "Wohin geht der Ausflug?"),
        own_post=own_post,
        edited_post=edited,
        tombstone=tombstone,
        draft_thread=keep_draft(member, first_thread(member, "verstetigung")),
        suggestion=suggestion,
        collection=collection,
        application=application,
        sign_up_token=token(guest, "unconfirmed@example.org", "/sign-up/confirm/"),
        invitation_token=token(guest, "invited@example.org", "/join/"),
        password_token=token(guest, "gerd@example.org", "/password/new/"),
        email_token=change_address(enter("nora"), guest),
        letter=letter_of(guest, "invited@example.org"),
        notice_token=give_notice(guest),
        **links_in_letters(member, guest, sign),
        **try_reports(member),
        **removed_by(admin, member, answer(member, own_thread, "Kaufen!")),
        **decide_about(admin),
        **edit_letters(admin),
        **begin_rooms(member, admin),
        **say_and_keep(member, "begegnungsorte", "Wer hat schon Nachbarschaftstische aufgestellt?"),
    )


def links_in_letters(member: Page, guest: Page, sign: Callable[[str, str], str]) -> dict[str, str]:
    """Order a letter; return what confirms it, what ends others, what opens their settings."""
    member.goto("/settings/letters/newsletter")
    press(member)
    return {
        "order_token": token(guest, "mitglied@example.org", "/confirm-letters/"),
        "unsubscribe_token": sign(PURPOSE, Ending(1, (Kind.MENTION,), thread_id=1).text()),
        "mail_settings_token": sign(MAIL_SETTINGS, text_for(1, "admin@example.org")),
    }


def keep_last_post(member: Page, thread: str) -> str:
    """Put a bookmark on the last post of the thread; return it."""
    member.goto(f"/threads/{thread}")
    post = last_post(member)
    bookmark(member, post)
    return post


def ask_to_join(guest: Page, admin: Page) -> str:
    """Let two people sign up and one be invited; return the application that waits."""
    sign_up(guest, "waiting@example.org", name="Ines Waldner")
    sign_up(guest, "unconfirmed@example.org", name="Paul Heinze")
    confirm_address(guest, "waiting@example.org")
    admin.goto("/approvals")
    application = admin.locator("#main .sign-in a").first.get_attribute("href") or ""
    admin.goto("/invitations")
    admin.locator("#email").fill("invited@example.org")
    press(admin)
    return application.rsplit("/", 1)[-1]


def write(page: Page) -> tuple[str, str, str, str]:
    """Begin a thread with posts of all kinds; return it, its first, an edited and a removed one."""
    thread = begin_thread(page, "kinder-jugend", "Wer hat Erfahrung mit offenen Türen?")
    first = last_post(page)
    edited = answer(page, thread, "Eine erste Fassung.")
    edit(page, edited, "Eine zweite Fassung, mit **mehr** Sorgfalt.")
    attach(page, thread, ("Hof.png", "image/png", PICTURE), "Der Hof im Mai")
    attach(page, thread, ("Plan.pdf", "application/pdf", PDF))
    tombstone = answer(page, thread, "Das war ein Versehen.")
    page.goto(f"/posts/{tombstone}/remove")
    press(page)
    return thread, first, edited, tombstone


def attach(page: Page, thread: str, file: tuple[str, str, bytes], shows: str = "") -> None:
    """Answer in the thread with a file, as one does without scripts."""
    name, media_type, content = file
    page.goto(f"/threads/{thread}/reply")
    page.locator("#body").fill("Anbei.")
    page.locator(".attach summary").click()
    page.locator("#body-file").set_input_files(
        {"name": name, "mimeType": media_type, "buffer": content}
    )
    page.locator("#body-file-alt").fill(shows)
    page.locator("button[value=attach]").click()
    page.locator(".notice--success").wait_for()
    page.locator("[data-publish]").click()
    page.wait_for_url("**#post-*")


def removed_by(admin: Page, member: Page, post: str) -> dict[str, str]:
    """Let the moderation remove a post; return what leads its author to the reasons, twice."""
    admin.goto(f"/posts/{post}/remove")
    admin.locator("#reason").fill("Werbung gehört nicht hierher.")
    press(admin)
    admin.wait_for_url("**/threads/**")
    link = token(admin, "mitglied@example.org", "/decisions/")
    member.goto("/settings/decisions")
    row = member.locator(".desk-row a").first.get_attribute("href") or ""
    return {"statement": row.rsplit("/", 1)[-1], "statement_token": link}


def decide_about(page: Page) -> dict[str, str]:
    """Write a ready-made text; return its public id, and that of the case the notice has opened."""
    page.goto("/moderation/texts/new")
    page.locator("#name").fill("Namen von Dritten")
    page.locator("#text").fill("Guten Tag {name}, bitte nennen Sie niemanden ohne Erlaubnis.")
    press(page)
    text = page.locator("#main .outcome a").first.get_attribute("href") or ""
    page.goto("/moderation/cases")
    case = page.locator(".case-row a").first.get_attribute("href") or ""
    return {"case": case.rsplit("/", 1)[-1], "canned_text": text.rsplit("/", 1)[-1]}


def give_notice(page: Page) -> str:
    """Tell the moderation of a page; return the token of the notice."""
    page.goto("/notices/new?about=/pages/rules")
    page.locator("input[name=reason][value=untrue]").check()
    page.locator("#explanation").fill("Hier fehlt ein Satz, und das schadet meinem Verein.")
    page.locator("#name").fill("Ines Waldner")
    page.locator("#email").fill("notice@example.org")
    page.locator("#good_faith").check()
    press(page)
    page.locator(".notice--success").wait_for()
    return page.url.rsplit("/", 1)[-1]


def forget_password(page: Page, email: str) -> None:
    """Ask for a link to a new password."""
    page.goto("/password/forgotten")
    page.locator("#email").fill(email)
    press(page)


def press(page: Page) -> None:
    """Press the button of the page's first form."""
    page.locator("#main form button[type=submit]").first.click()


def token(page: Page, recipient: str, path: str) -> str:
    """Return what follows the path in the link of a letter."""
    return link_in_letter(page, recipient, path=path).removeprefix(path)


def sign_up(page: Page, email: str, *, name: str, password: str = NEW_PASSWORD) -> None:
    """Fill in the form of somebody new."""
    page.goto("/sign-up")
    page.locator("#name").fill(name)
    page.locator("#other_organisation").fill("Verein Offene Höfe e. V.")
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("#reason").fill("Ich baue einen Nachbarschaftstreff auf.")
    page.locator("#accepted").check()
    press(page)
    page.wait_for_url("**/sign-up/sent")


def confirm_address(page: Page, email: str) -> None:
    """Follow the link in the letter, and press the button there."""
    page.goto(link_in_letter(page, email, path="/sign-up/confirm/"))
    press(page)


def begin_thread(page: Page, channel: str, title: str) -> str:
    """Begin a thread and return its public id."""
    page.goto(f"/channels/{channel}/threads/new")
    page.locator("#title").fill(title)
    page.locator("#body").fill(
        "Wir öffnen ab Mai an zwei Abenden.\n\n- Wer schließt ab?\n- Wer haftet?"
    )
    page.locator("[data-publish]").click()
    page.wait_for_url(BEGUN)
    return page.url.split("#")[0].split("?")[0].rsplit("/", 1)[-1]


def begin_poll(page: Page, channel: str, title: str) -> str:
    """Ask something in a poll and return the public id of its thread."""
    page.goto(f"/channels/{channel}/threads/new?kind=poll")
    page.locator("[name=kind][value=poll]").check()  # a draft may have had another kind
    page.locator("#title").fill(title)
    page.locator("#options").fill("An die Elbe\nIn die Berge")
    page.locator("#body").fill("Bitte wählen Sie.")
    page.locator("[data-publish]").click()
    page.wait_for_url(BEGUN)
    return page.url.split("#")[0].split("?")[0].rsplit("/", 1)[-1]


def answer(page: Page, thread: str, text: str) -> str:
    """Write a reply and return the public id of the post."""
    page.goto(f"/threads/{thread}/reply")
    page.locator("#body").fill(text)
    page.locator("[data-publish]").click()
    page.wait_for_url("**/threads/*#post-*")
    return page.url.rsplit("#post-", 1)[-1]


def bookmark(page: Page, post: str) -> None:
    """Keep a post, with a note and a reminder."""
    page.goto(f"/posts/{post}/bookmark")
    page.locator("#note").fill("Für die Steuerungsrunde")
    page.locator("input[name=reminder][value=monday]").check()
    press(page)
    page.wait_for_url("**/threads/*#post-*")


def edit(page: Page, post: str, text: str) -> None:
    """Change the text of a post."""
    page.goto(f"/posts/{post}/edit")
    page.locator("#body").fill(text)
    page.locator("[data-publish]").click()
    page.wait_for_url("**/threads/*#post-*")


def last_post(page: Page) -> str:
    """Return the public id of the last post on the page of a thread."""
    anchor = page.locator("article.post").last.get_attribute("id") or ""
    return anchor.removeprefix("post-")


def first_thread(page: Page, channel: str) -> str:
    """Return the public id of the newest thread in a channel."""
    page.goto(f"/channels/{channel}")
    address = page.locator("#main .thread-row__title a").first.get_attribute("href") or ""
    return address.split("#")[0].split("?")[0].rsplit("/", 1)[-1]


def keep_draft(page: Page, thread: str) -> str:
    """Begin a reply and keep it as a draft; return the thread."""
    page.goto(f"/threads/{thread}/reply")
    page.locator("#body").fill("Noch nicht fertig: Wir haben zuerst …")
    page.locator("button[value=draft]").click()
    page.locator(".notice--success").wait_for()
    return thread


def change_address(page: Page, guest: Page) -> str:
    """Ask for another address; return the token of the letter to the old one."""
    page.goto("/settings/email")
    page.locator("#main input[type=email]").fill("nora.neu@example.org")
    page.locator("#main input[type=password]").fill("Nachbarschaft im Beispiel")
    press(page)
    page.locator(".notice--success").wait_for()
    return token(guest, "nora@example.org", "/email-change/old/")


def letter_of(page: Page, recipient: str) -> str:
    """Return the public id of a letter to the recipient."""
    page.goto("/outbox")
    link = page.locator("#main .sign-in", has_text=recipient).locator("a").first
    return (link.get_attribute("href") or "").rsplit("/", 1)[-1]


def channel_called(page: Page, name: str) -> str:
    """Return the slug of a channel."""
    page.goto("/channels")
    link = page.locator("#main").get_by_role("link", name=name, exact=True).first
    return (link.get_attribute("href") or "").rsplit("/", 1)[-1]
