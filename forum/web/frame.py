"""What every page shows around its content: navigation, the reader, the footer.

Built once per request, with a number of statements that does not grow with the channels.
"""

from typing import Any, cast, get_args

from flask import Flask, g, request, session, url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.accounts.models import Account, Actor
from forum.accounts.queries import count_waiting_applications
from forum.bookmarks.queries import due_count
from forum.channels.models import ChannelKind, SubscriptionLevel
from forum.channels.policy import can_moderate, is_admin
from forum.channels.queries import ListedChannel, known_to
from forum.digests.policy import can_edit_letters
from forum.extensions import db
from forum.insights.queries.desk import open_cases
from forum.mailboxes.queries import failing_mailbox
from forum.messaging.queries.hours import rooms_and_hours
from forum.notifications import queries as notifications
from forum.threads.queries import unread_by_channel
from forum.threads.queries.per_channel import draft_count, unread_count
from forum.web.auth import current_account, current_actor
from forum.web.context import settings
from forum.web.here import current_channel_id
from forum.web.presenters.addresses import address_of
from forum.web.presenters.frame import (
    ActorChip,
    FailingMailbox,
    Frame,
    FrameUrls,
    Language,
    Navigation,
    NavigationChannel,
    PageLink,
    Section,
    Theme,
)
from forum.web.presenters.names import plain
from forum.web.presenters.parts import initials, tone
from forum.web.presenters.people import avatar_url

LANGUAGES = (("de", "Deutsch"), ("en", "English"))
SECTIONS: dict[str, Section] = {
    "start": "start",
    "channels": "channels",
    "chat": "chat",
    "chat.of_channel": "channels",
    "conversations": "chat",
    "conversations.write_to": "me",
    "room_people": "chat",
    "groups": "channels",
    "memberships": "channels",
    "threads": "channels",
    "posts": "channels",
    "overviews": "threads",
    "collections": "collections",
    "threads.unanswered": "unanswered",
    "showcase": "reports",
    "showcase.in_channel": "channels",
    "cases": "moderation",
    "insights": "moderation",
    "bookmarks": "bookmarks",
    "occasions": "occasions",
    "drafts": "drafts",
    "notifications": "notifications",
    "subscriptions": "following",
    "profiles": "me",
    "search": "search",
}


def register(app: Flask) -> None:
    """Offer ``frame`` to every template."""

    @app.context_processor
    def offer() -> dict[str, Any]:
        return {"frame": current_frame()}


def current_frame() -> Frame:
    """Return the frame of this request, built when first asked for."""
    if "frame" not in g:
        g.frame = _frame()
    return cast("Frame", g.frame)


def listed_channels() -> list[ListedChannel]:
    """Return the channels this reader may know of, read once per request."""
    if "listed_channels" not in g:
        g.listed_channels = known_to(db.session(), current_actor())
    return cast("list[ListedChannel]", g.listed_channels)


def unread_threads() -> dict[int, int]:
    """Return how many threads have something new, by channel id, read once per request."""
    if "unread_threads" not in g:
        actor = current_actor()
        g.unread_threads = {} if actor is None else unread_by_channel(db.session(), actor)
    return cast("dict[int, int]", g.unread_threads)


def _frame() -> Frame:
    # A page about a broken database is made without asking it.
    bare = g.get("without_database", False)
    actor = None if bare else current_actor()
    navigation = Navigation() if bare else _navigation(actor)
    urls = _urls(actor)
    conversations, hours = (0, 0) if actor is None else rooms_and_hours(db.session(), actor)
    return Frame(
        hub_name=settings().hub_name,
        locale=str(get_locale()),
        urls=urls,
        theme=_theme(None if bare else current_account()),
        uses_shortcuts=uses_shortcuts(None if bare else current_account()),
        reader=None if actor is None else actor.public_id,
        path=request.full_path if request.query_string else request.path,
        section=_section(),
        show_funding=settings().show_funding,
        actor=None if actor is None else _chip(actor),
        navigation=navigation,
        languages=_languages(),
        footer=_footer(),
        unread=0 if actor is None else unread_count(db.session(), actor),
        due_bookmarks=0 if actor is None else due_count(db.session(), actor),
        notifications=_told(None if bare else current_account()) + conversations + hours,
        drafts=0 if actor is None else draft_count(db.session(), actor),
        conversations=conversations,
        cases=open_cases(db.session(), actor).count if actor and urls.moderation else 0,
        approvals=count_waiting_applications(db.session(), actor) if is_admin(actor) else 0,
        failing_mailbox=_failing(None if bare else current_account()),
    )


def _failing(account: Account | None) -> FailingMailbox | None:
    if account is None or failing_mailbox(db.session(), account) is None:
        return None
    return FailingMailbox(
        email=account.email,
        resume_url=url_for("mailboxes.resume"),
        change_url=url_for("email_changes.show"),
    )


def _told(account: Account | None) -> int:
    return 0 if account is None else notifications.unread_count(db.session(), account)


def _section() -> Section:
    own = SECTIONS.get(request.endpoint or "")
    return own or SECTIONS.get(request.blueprint or "", "")


def _moderates(actor: Actor | None) -> bool:
    """Tell whether there is a channel that the reader keeps order in, from what is read already."""
    if actor is None:
        return False
    return is_admin(actor) or any(
        can_moderate(actor, entry.channel, entry.membership)
        for entry in listed_channels()
        if entry.channel.archived_at is None
    )


def _navigation(actor: Actor | None) -> Navigation:
    shown = [
        entry
        for entry in listed_channels()
        if entry.is_readable and entry.channel.archived_at is None
    ]
    cities = sorted(_of(shown, ChannelKind.CITY), key=lambda entry: plain(entry.channel.name))
    mine = [entry for entry in cities if is_mine(entry, actor)]
    themes = _of(shown, ChannelKind.THEME)
    awake = [entry for entry in themes if _is_awake(entry)]
    return Navigation(
        themes=_links(awake),
        more_themes=_links([entry for entry in themes if entry not in awake]),
        my_cities=_links(mine),
        cities=_links([entry for entry in cities if entry not in mine]),
        groups=_links(_of(shown, ChannelKind.GROUP)),
        system=_links(_of(shown, ChannelKind.SYSTEM)),
    )


def _is_awake(entry: ListedChannel) -> bool:
    """Tell whether a theme is worth a line of its own: recommended, in use, chosen, or open now."""
    channel = entry.channel
    return (
        (channel.theme is not None and channel.theme.is_recommended)
        or channel.thread_count > 0
        or entry.membership is not None
        or entry.level is SubscriptionLevel.WATCHING
        or channel.id == current_channel_id()
    )


def is_mine(entry: ListedChannel, actor: Actor | None) -> bool:
    """Tell whether a city is the reader's own, or one whose channel they joined or watch."""
    if actor is not None and actor.city_id is not None and actor.city_id == entry.channel.city_id:
        return True
    return entry.membership is not None or entry.level is SubscriptionLevel.WATCHING


def _of(entries: list[ListedChannel], kind: ChannelKind) -> list[ListedChannel]:
    return [entry for entry in entries if entry.channel.kind is kind]


def _links(entries: list[ListedChannel]) -> tuple[NavigationChannel, ...]:
    current = current_channel_id()
    address = address_of("channels.show", "slug")
    return tuple(
        NavigationChannel(
            name=entry.channel.name,
            url=address(entry.channel.slug),
            unread=unread_threads().get(entry.channel.id, 0),
            is_current=entry.channel.id == current,
        )
        for entry in entries
    )


def _chip(actor: Actor) -> ActorChip:
    return ActorChip(
        name=actor.name,
        url=url_for("profiles.show", handle=actor.handle),
        initials=initials(actor.name),
        tone=tone(actor.public_id),
        avatar_url=avatar_url(actor),
    )


def _urls(actor: Actor | None) -> FrameUrls:
    is_member = actor is not None
    return FrameUrls(
        start=url_for("start.show"),
        channels=url_for("channels.overview"),
        sign_in=url_for("sign_in.show"),
        sign_out=url_for("sign_in.end"),
        theme=url_for("appearance.choose"),
        sign_up=None if is_member else url_for("sign_up.show"),
        search=url_for("search.show"),
        threads=url_for("overviews.show"),
        chat=url_for("conversations.overview") if is_member else None,
        unanswered=url_for("threads.unanswered"),
        reports=url_for("showcase.overview"),
        moderation=url_for("insights.desk") if _moderates(actor) else None,
        collections=url_for("collections.overview"),
        bookmarks=url_for("bookmarks.overview") if is_member else None,
        drafts=url_for("drafts.overview") if is_member else None,
        notifications=url_for("notifications.overview") if is_member else None,
        following=url_for("subscriptions.overview") if is_member else None,
        settings=url_for("settings.show") if is_member else None,
        funding=url_for("pages.show", name="funding"),
        approvals=url_for("approvals.overview") if is_admin(actor) else None,
        editions=url_for("editions.overview") if can_edit_letters(actor) else None,
        occasions=url_for("occasions.overview") if is_member else None,
        keyboard=url_for("keyboard.show"),
    )


def _theme(account: Account | None) -> Theme:
    chosen = session.get("theme") if account is None else account.appearance.value
    return cast("Theme", chosen) if chosen in get_args(Theme) else "auto"


def uses_shortcuts(account: Account | None) -> bool:
    """Tell whether shortcuts are on: as the account says, or what a guest chose in this browser."""
    return session.get("shortcuts") != "off" if account is None else account.uses_shortcuts


def _languages() -> tuple[Language, ...]:
    current = str(get_locale())
    return tuple(
        Language(
            label=label,
            url=url_for("languages.choose", locale=locale, next=request.path),
            lang=locale,
            is_current=locale == current,
        )
        for locale, label in LANGUAGES
    )


def _about() -> str | None:
    """Return the path of this page to write about; never that of a form, nor a secret one."""
    return None if request.blueprint == "notices" else request.path


def _footer() -> tuple[PageLink, ...]:
    return (
        PageLink(_("Imprint"), url_for("pages.show", name="imprint")),
        PageLink(_("Privacy"), url_for("pages.show", name="privacy")),
        PageLink(_("Accessibility"), url_for("pages.show", name="accessibility")),
        PageLink(_("Rules"), url_for("pages.show", name="rules")),
        PageLink(_("Moderation in numbers"), url_for("transparency.show")),
        PageLink(_("Shortcuts"), url_for("keyboard.show")),
        PageLink(_("Contact"), url_for("pages.contact", about=_about())),
        PageLink(_("Tell the moderation"), url_for("notices.give", about=_about())),
    )
