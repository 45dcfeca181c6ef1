"""Reading what stands in letters anew, with the rights that their readers have now."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Account
from forum.channels.models import Channel
from forum.digests.composing import Telling, compose, is_shown
from forum.digests.contents import Contents, ContentSection, Place, Reader
from forum.digests.happenings import ReaderFacts
from forum.digests.models import Issue, IssueItem, IssueState, LetterKind, Newsletter, Section
from forum.digests.queries.letters import orders_for
from forum.digests.queries.readers import accounts_by_id, add_muted_threads, load_readers
from forum.digests.queries.texts import load_texts
from forum.digests.sections import ORDER
from forum.digests.selection import Chosen
from forum.digests.texts import Texts

# A letter that has not gone out leaves out what was muted meanwhile; one that was read may not.
_ON_ITS_WAY = frozenset({IssueState.PLANNED, IssueState.SELECTED, IssueState.HANDING})


@dataclass(frozen=True, slots=True)
class Filled:
    """A letter with what was chosen for it."""

    issue: Issue | None
    account_id: int
    key: str
    kind: LetterKind
    channel_id: int | None
    newsletter_id: int | None
    period: str
    due_at: dt.datetime
    ordered_at: dt.datetime | None
    items: Sequence[Chosen]
    more: Mapping[str, int]
    window_from: dt.datetime | None
    window_to: dt.datetime | None
    is_on_its_way: bool = True


def contents_of(session: Session, issues: Sequence[Issue]) -> dict[int, Contents]:
    """Return what each letter says, by the id of the issue; needs nothing loaded.

    What was removed, cannot be read any more or was muted meanwhile is left out and counted.
    A constant number of statements for a batch of up to about 50 letters.
    """
    items = _items_of(session, issues)
    orders = orders_for(session, issues)
    filled = [
        Filled(
            issue=issue,
            account_id=issue.account_id,
            key=issue.key,
            kind=issue.kind,
            channel_id=issue.channel_id,
            newsletter_id=issue.newsletter_id,
            period=issue.period,
            due_at=issue.due_at,
            ordered_at=order.confirmed_at if order is not None and order.counts else None,
            items=items[issue.id],
            more=issue.more,
            window_from=issue.window_from,
            window_to=issue.window_to,
            is_on_its_way=issue.state in _ON_ITS_WAY,
        )
        for issue in issues
        for order in (orders.get((issue.account_id, issue.key)),)
    ]
    return dict(zip((issue.id for issue in issues), read(session, filled), strict=True))


def read(session: Session, letters: Sequence[Filled]) -> list[Contents]:
    """Return what the letters say, in their order."""
    if not letters:
        return []
    accounts = accounts_by_id(session, {one.account_id for one in letters})
    readers = load_readers(session, accounts)
    items = [item for one in letters for item in one.items]
    add_muted_threads(session, readers, {item.thread_id for item in items if item.thread_id})
    starts = [one.window_from for one in letters if one.window_from is not None]
    ends = [one.window_to for one in letters if one.window_to is not None]
    window = (min(starts), max(ends)) if starts and ends else None
    weeks = {one.period for one in letters if one.kind is LetterKind.WEEKLY}
    texts = load_texts(session, items, weeks, window)
    texts.channels = _channels(session)
    newsletters = _newsletters(session, {one.newsletter_id for one in letters} - {None})
    return [
        _contents(
            one,
            accounts[one.account_id],
            readers[one.account_id],
            texts,
            newsletters.get(one.newsletter_id),
        )
        for one in letters
    ]


def _contents(
    letter: Filled,
    account: Account,
    reader: ReaderFacts,
    texts: Texts,
    newsletter: Newsletter | None,
) -> Contents:
    channel = _channel_of(letter, reader, texts)
    is_open = reader.is_here and (letter.kind is not LetterKind.CHANNEL or channel is not None)
    telling = Telling(
        period=letter.period,
        channel_id=letter.channel_id,
        is_weekly=letter.kind is LetterKind.WEEKLY,
        is_on_its_way=letter.is_on_its_way,
        window_from=letter.window_from,
        window_to=letter.window_to,
        reader=reader,
        texts=texts,
    )
    shown = [item for item in letter.items if is_open and is_shown(telling, item)]
    if newsletter is not None and not _may_get(reader, newsletter):
        newsletter = None
    is_weekly = letter.kind is LetterKind.WEEKLY and reader.is_here
    return Contents(
        issue=letter.issue,
        reader=_reader(account),
        order_key=letter.key,
        kind=letter.kind,
        period=letter.period,
        due_at=letter.due_at,
        ordered_at=letter.ordered_at,
        channel=channel,
        newsletter=newsletter,
        introduction_html=texts.introductions.get(letter.period, "") if is_weekly else "",
        sections=_sections(telling, shown, letter.more),
        hidden=len(letter.items) - len(shown),
        window_from=letter.window_from,
        window_to=letter.window_to,
    )


def _sections(
    telling: Telling, shown: Sequence[Chosen], more: Mapping[str, int]
) -> list[ContentSection]:
    """Put items of one thread together, and the entries into their parts."""
    groups: dict[Section, dict[object, list[Chosen]]] = defaultdict(dict)
    for item in shown:
        what = item.key if item.thread_id is None else item.thread_id
        groups[item.section].setdefault(what, []).append(item)
    found = []
    for section in ORDER:
        entries = [compose(telling, group) for group in groups[section].values()]
        if entries:
            found.append(ContentSection(section, entries, more.get(section.value, 0)))
    return found


def _may_get(reader: ReaderFacts, newsletter: Newsletter) -> bool:
    if not reader.is_here:
        return False
    return newsletter.channel_id is None or newsletter.channel_id in reader.readable


def _channel_of(letter: Filled, reader: ReaderFacts, texts: Texts) -> Place | None:
    if letter.channel_id is None or letter.channel_id not in reader.readable:
        return None
    return texts.channels.get(letter.channel_id)


def _reader(account: Account) -> Reader:
    return Reader(
        account_id=account.id,
        actor_id=account.actor_id,
        actor_public_id=account.actor.public_id,
        name=account.actor.name,
        email=account.email,
        locale=account.locale,
        timezone=account.timezone,
    )


def _items_of(session: Session, issues: Sequence[Issue]) -> dict[int, list[Chosen]]:
    found: dict[int, list[Chosen]] = defaultdict(list)
    columns = (
        IssueItem.issue_id,
        IssueItem.key,
        IssueItem.section,
        IssueItem.position,
        IssueItem.thread_id,
        IssueItem.post_id,
        IssueItem.occasion_id,
        IssueItem.because,
        IssueItem.hour_id,
    )
    rows = session.execute(
        sa.select(*columns)
        .where(IssueItem.issue_id.in_(sorted(issue.id for issue in issues)))
        .order_by(IssueItem.issue_id, IssueItem.position)
    )
    for row in rows:
        found[row.issue_id].append(Chosen(*row[1:]))
    return found


def _channels(session: Session) -> dict[int, Place]:
    rows = session.execute(sa.select(Channel.id, Channel.name, Channel.slug))
    return {row.id: Place(row.name, row.slug) for row in rows}


def _newsletters(session: Session, ids: Collection[int | None]) -> dict[int | None, Newsletter]:
    if not ids:
        return {}
    rows = session.scalars(
        sa.select(Newsletter)
        .where(Newsletter.id.in_(ids))
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in rows}
