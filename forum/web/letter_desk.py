"""Whose letters a page is about, and which: signed in, or by the link in a letter."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.channels.policy import can_read, require_read
from forum.channels.queries import ListedChannel, channel_by_slug, known_to, membership_of
from forum.digests.mail_settings import PURPOSE, account_of
from forum.digests.models import LetterKind, Order
from forum.digests.queries.orders import order_by_key, orders_of, readable_of
from forum.extensions import db
from forum.kernel.errors import NotFound
from forum.web.auth import owner
from forum.web.context import signer

CHANNEL = "channel"
# A letter of a channel whose name is none of the reader's business any more.
ORDER = "order"


@dataclass(frozen=True, slots=True)
class Desk:
    """The account whose letters are looked after, its actor loaded."""

    account: Account
    token: str | None = None
    """Of the link that led here; ``None`` where the owner has signed in."""

    @property
    def how(self) -> str:
        """Name the way by which a letter is ended here."""
        return "page" if self.token is None else "settings_link"

    def url(self, view: str, name: str | None = None) -> str:
        """Return the address of one of these pages, reached in the same way."""
        if self.token is None:
            return url_for(f"letter_orders.{view}", name=name)
        return url_for(f"mail_settings.{view}", name=name, token=self.token)

    def channels(self) -> Sequence[ListedChannel]:
        """Return the channels that the account may read and that are alive."""
        known = known_to(db.session(), self.account.actor)
        return [entry for entry in known if entry.is_readable and entry.channel.archived_at is None]


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter that can be ordered, or that is."""

    kind: LetterKind
    channel: Channel | None
    order: Order | None
    is_open: bool = True
    """Not so: the channel cannot be read any more, and all that can be done is to end it."""

    @property
    def is_regular(self) -> bool:
        """Whether it comes on a day of the week."""
        return self.kind is not LetterKind.NEWSLETTER

    @property
    def key(self) -> str:
        """What an order of it is known by."""
        return self.kind.key(None if self.channel is None else self.channel.id)

    @property
    def name(self) -> str:
        """What stands for it in the address of its page."""
        if not self.is_open and self.order is not None:
            return f"{ORDER}:{self.order.public_id}"
        return self.kind.value if self.channel is None else f"{CHANNEL}:{self.channel.slug}"


def own_desk() -> Desk:
    """Return the desk of who is signed in."""
    return Desk(owner().account)


def desk_behind(token: str) -> Desk:
    """Return the desk that a link in a letter leads to. Raises ``NotFound("link")``."""
    return Desk(account_of(db.session(), signer().read(PURPOSE, token)), token)


def letter_called(desk: Desk, name: str, orders: Sequence[Order]) -> Letter:
    """Return the letter behind a name in an address; `orders` are those of the account.

    Raises ``NotFound`` where there is none, and what reading the channel raises.
    """
    what, _, which = name.partition(":")
    if name in {LetterKind.WEEKLY, LetterKind.NEWSLETTER}:
        kind = LetterKind(name)
        return Letter(kind, None, _of_key(orders, kind.key()))
    if what == ORDER:
        for order in orders:
            if order.public_id == which and order.channel is not None:
                return Letter(order.kind, order.channel, order, is_open=_reads(desk, order.channel))
    if what != CHANNEL or not which:
        raise NotFound("no_letter")
    channel = channel_by_slug(db.session(), which)
    actor = desk.account.actor
    require_read(actor, channel, membership_of(db.session(), actor, channel.id))
    key = LetterKind.CHANNEL.key(channel.id)
    return Letter(LetterKind.CHANNEL, channel, _of_key(orders, key))


def letters_of_keys(account: Account, keys: Sequence[str]) -> list[Letter]:
    """Return the letters that a link names (actor loaded), those of no order at all left out."""
    session = db.session()
    orders = {order.key: order for order in orders_of(session, account)}
    readable = readable_of(session, account, [orders[key] for key in keys if key in orders])
    letters = []
    for key in keys:
        order = orders.get(key)
        if order is not None:
            is_open = order.channel is None or order.channel.id in readable
            letters.append(Letter(order.kind, order.channel, order, is_open=is_open))
        elif key in set(LetterKind):
            letters.append(Letter(LetterKind(key), None, None))
    return letters


def order_again(desk: Desk, letter: Letter) -> Order:
    """Return the order as it stands now, for a change. Raises ``NotFound("no_order")``."""
    order = order_by_key(db.session(), desk.account, letter.key)
    if order is None:
        raise NotFound("no_order")
    return order


def _reads(desk: Desk, channel: Channel) -> bool:
    actor = desk.account.actor
    return bool(can_read(actor, channel, membership_of(db.session(), actor, channel.id)))


def _of_key(orders: Sequence[Order], key: str) -> Order | None:
    return next((order for order in orders if order.key == key), None)
