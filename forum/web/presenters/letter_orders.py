"""Which letters one gets, where each order stands, and when the next one comes."""

import datetime as dt
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask import url_for
from flask_babel import get_locale
from flask_babel import gettext as _

from forum.accounts.models import Account
from forum.channels.models import ChannelKind
from forum.channels.queries import ListedChannel
from forum.digests.actions.change import next_letter_at
from forum.digests.models import LetterKind, Order, OrderConsent
from forum.kernel import clock
from forum.web.letter_desk import Desk, Letter
from forum.web.presenters.names import plain
from forum.web.texts.letters import KINDS
from forum.wording.letters import day_in_words, moment_of

State = Literal["none", "waiting", "comes", "paused"]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A letter in the list of all."""

    name: str
    summary: str
    state: State
    standing: str
    """Where its order stands, as a sentence."""
    url: str
    label: str
    is_open: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class ChannelOption:
    """A channel whose letter can be ordered, or that can stand in the weekly letter."""

    slug: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class ChannelGroup:
    """Channels of one kind."""

    name: str
    options: tuple[ChannelOption, ...]


@dataclass(frozen=True, slots=True)
class LettersPage:
    """All letters of an account."""

    rows: tuple[LetterRow, ...]
    groups: tuple[ChannelGroup, ...]
    """Channels whose letter is not ordered."""
    archive_url: str | None
    notifications_url: str | None


@dataclass(frozen=True, slots=True)
class LetterPage:
    """One letter: what it is, where its order stands, and what can be changed."""

    name: str
    summary: str
    state: State
    standing: str
    is_running: bool
    """Ordered and confirmed: letters come, sooner or later."""
    is_open: bool
    is_regular: bool
    has_channels: bool
    groups: tuple[ChannelGroup, ...]
    wording: str
    """What one agrees to by ordering it."""
    order_label: str
    clock_of: str
    """The city whose clock counts."""
    paused_until: str | None
    url: str
    overview_url: str
    pause_url: str
    end_url: str
    preview_url: str | None


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """An order that waits to be confirmed by the link in a mail, or that was."""

    wording: str
    lang: str
    is_confirmed: bool
    standing: str
    """When the first letter comes."""
    url: str


def letters_page(
    desk: Desk,
    orders: Sequence[Order],
    waiting: Mapping[str, OrderConsent],
    readable: AbstractSet[int],
) -> LettersPage:
    """Return the list; `readable` are the ids of the orders' channels that may be read."""
    present = [order for order in orders if order.counts or order.key in waiting]
    by_key = {order.key: order for order in present}
    letters = [
        Letter(kind, None, by_key.get(kind.key()))
        for kind in (LetterKind.WEEKLY, LetterKind.NEWSLETTER)
    ]
    letters += [
        Letter(order.kind, order.channel, order, is_open=order.channel_id in readable)
        for order in sorted(present, key=_name_of_channel)
        if order.channel is not None
    ]
    taken = {order.channel_id for order in present}
    is_owner = desk.token is None
    return LettersPage(
        rows=tuple(_row(desk, letter, waiting.get(letter.key)) for letter in letters),
        groups=channel_groups(
            desk, [entry for entry in desk.channels() if entry.channel.id not in taken]
        ),
        archive_url=url_for("letters.overview") if is_owner else None,
        notifications_url=url_for("notification_settings.show") if is_owner else None,
    )


def letter_page(
    desk: Desk, letter: Letter, consent: OrderConsent | None, wording: str
) -> LetterPage:
    """Return the page of one letter; `consent` is what waits to be confirmed."""
    order, kind = letter.order, letter.kind
    is_shown = desk.token is None and letter.is_regular and letter.is_open
    has_channels = kind is LetterKind.WEEKLY
    paused = _paused_until(desk, order)
    return LetterPage(
        name=name_of(letter),
        summary=str(KINDS[kind].summary),
        state=_state(desk, order, consent),
        standing=_standing(desk, order, consent),
        is_running=order is not None and order.counts,
        is_open=letter.is_open,
        is_regular=letter.is_regular,
        has_channels=has_channels,
        groups=channel_groups(desk, desk.channels()) if has_channels else (),
        wording=wording,
        order_label=str(KINDS[kind].order),
        clock_of=get_timezone_location(
            desk.account.timezone, locale=get_locale(), return_city=True
        ),
        paused_until=None if paused is None else day_in_words(paused),
        url=desk.url("show", name=letter.name),
        overview_url=desk.url("overview"),
        pause_url=desk.url("pause", name=letter.name),
        end_url=desk.url("end", name=letter.name),
        preview_url=url_for("letters.preview", name=letter.name) if is_shown else None,
    )


def confirm_page(
    consent: OrderConsent, account: Account, order: Order | None, token: str
) -> ConfirmPage:
    """Return what the page behind the link in the mail says."""
    is_confirmed = consent.confirmed_at is not None and order is not None and order.counts
    return ConfirmPage(
        wording=consent.wording,
        lang=consent.locale,
        is_confirmed=is_confirmed,
        standing=_standing(Desk(account), order, None) if is_confirmed else "",
        url=url_for("letter_orders.confirmed", token=token),
    )


def name_of(letter: Letter) -> str:
    """Return what a letter is called; a channel that cannot be read has no name."""
    if letter.channel is None:
        return str(KINDS[letter.kind].name)
    if not letter.is_open:
        return str(_("Letter of a channel that is not open to you any more"))
    return str(_("Letter of the channel “%(name)s”", name=letter.channel.name))


def channel_groups(desk: Desk, entries: Sequence[ListedChannel]) -> tuple[ChannelGroup, ...]:
    """Return the channels by kind, those of the forum itself last."""
    names = (
        (ChannelKind.THEME, _("Themes")),
        (ChannelKind.CITY, _("Cities")),
        (ChannelKind.GROUP, _("Working groups")),
        (ChannelKind.SYSTEM, _("This forum")),
    )
    groups = []
    for kind, name in names:
        channels = [entry.channel for entry in entries if entry.channel.kind is kind]
        if kind is ChannelKind.CITY:
            channels.sort(key=lambda channel: plain(channel.name))
        if channels:
            options = (
                ChannelOption(
                    channel.slug, channel.name, desk.url("show", name=f"channel:{channel.slug}")
                )
                for channel in channels
            )
            groups.append(ChannelGroup(name, tuple(options)))
    return tuple(groups)


def _row(desk: Desk, letter: Letter, consent: OrderConsent | None) -> LetterRow:
    order = letter.order
    state = _state(desk, order, consent)
    return LetterRow(
        name=name_of(letter),
        summary=str(KINDS[letter.kind].summary),
        state=state,
        standing=_standing(desk, order, consent),
        url=desk.url("show", name=letter.name),
        label=_("Order this letter") if state == "none" else _("Change"),
        is_open=letter.is_open,
        end_url=desk.url("end", name=letter.name),
    )


def _state(desk: Desk, order: Order | None, consent: OrderConsent | None) -> State:
    if order is None or not order.counts:
        return "none" if consent is None else "waiting"
    return "comes" if _paused_until(desk, order) is None else "paused"


def _standing(desk: Desk, order: Order | None, consent: OrderConsent | None) -> str:
    timezone = desk.account.timezone
    if order is None or not order.counts:
        if consent is None:
            return str(_("Not ordered."))
        asked = moment_of(consent.asked_at, timezone)
        return str(
            _("Ordered, but not confirmed yet. We wrote to you on %(moment)s.", moment=asked)
        )
    following, pause = next_letter_at(order, timezone), _paused_until(desk, order)
    paused = [] if pause is None else [_("Paused until %(day)s.", day=day_in_words(pause))]
    if following is not None:
        coming = _("Next letter: %(moment)s", moment=moment_of(following, timezone))
    else:
        coming = "" if paused else _("Ordered. It comes whenever there is one.")
    return " ".join([*paused, coming]).strip()


def _paused_until(desk: Desk, order: Order | None) -> dt.date | None:
    """Return the end of a pause that lasts."""
    if order is None or not order.counts or order.paused_until is None:
        return None
    today = clock.now().astimezone(ZoneInfo(desk.account.timezone)).date()
    return order.paused_until if today < order.paused_until else None


def _name_of_channel(order: Order) -> str:
    return "" if order.channel is None else plain(order.channel.name)
