"""Answers by mail: from a letter to a post, by the same actions and rules as in the page.

In two steps. `prepare` does what takes time (what is new, files, rendering) and writes nothing but
files; `publish` does the rest in the caller's transaction, together with the note that the letter
came in. So a process that is killed anywhere has published the answer once, or not at all and is
handed the letter again.
"""

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from forum.accounts.models import Account, AccountState
from forum.accounts.policy import can_come_in
from forum.accounts.queries import account_with_actor
from forum.attachments.actions import show_attachments
from forum.attachments.models import Attachment
from forum.attachments.references import markdown_of
from forum.channels.queries import membership_of
from forum.extensions import db
from forum.kernel import clock
from forum.kernel.errors import ForumError, Invalid, NotAllowed, NotFound, TooMany
from forum.kernel.markup import POST_LIMIT
from forum.kernel.mime.own_words import own_words
from forum.kernel.mime.paragraphs import with_whole_paragraphs
from forum.kernel.mime.reading import ReadLetter
from forum.kernel.personal_data import personal_data
from forum.kernel.verdict import require
from forum.mail.answerable import is_recent
from forum.mail.context import settings
from forum.mail.incoming.files import LeftOut, take_in_files
from forum.mail.incoming.proof import is_from
from forum.mail.incoming.refusals import Refusal, Returned, tell_fate, tell_refusal
from forum.mail.models import IncomingKind, IncomingMail
from forum.threads.actions import Unfinished, reply, save_draft
from forum.threads.models import Post, Thread
from forum.threads.policy import can_read_thread, can_reply
from forum.threads.queries import draft_for, known_names
from forum.threads.text import Text, compose

MOST_AN_HOUR = 20

WRONG_SENDER, NO_ACCOUNT = "wrong_sender", "no_account"
# What the author can put right in the page: the text waits there as a draft.
_MENDABLE = frozenset({"personal_data", "too_many_mentions", "posting_too_often", "reply_too_old"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer that was looked at."""

    account_id: int
    post_id: int
    key: str
    """By which the same letter makes one post."""
    message_id: str
    words: str = ""
    """What its author wrote, with the files it brought; given back where it is refused."""
    text: Text | None = None
    left_out: tuple[LeftOut, ...] = ()
    refusal: Refusal | None = None


def prepare(letter: ReadLetter, account_id: int, post_id: int) -> Answer:
    """Look at an answer to what this account was told of this post.

    Outside of any transaction. Keeps the files that came along, if it can be published at all.
    """
    session = db.session()
    answer = Answer(account_id, post_id, _key_of(letter), letter.message_id)
    account = _account(session, account_id)
    if account is None or not is_from(letter, account.email):
        refusal = Refusal(NO_ACCOUNT if account is None else WRONG_SENDER)
        # The words of whoever this was are given to nobody.
        return replace(answer, refusal=refusal)
    own = own_words(letter.text, author=account.actor.name).text
    answer = replace(answer, words=own if letter.is_page else with_whole_paragraphs(own))
    try:
        return _looked_at(session, answer, letter, account)
    except ForumError as error:
        return replace(answer, refusal=Refusal(error.reason, error.values))


def publish(session: Session, incoming: IncomingMail, answer: Answer) -> Post | None:
    """Publish the answer and return the post, or tell its author why not; note the outcome.

    `incoming` is new in this transaction, so that nobody else is at the same letter.
    """
    account = _account(session, answer.account_id)
    if account is None:
        incoming.kind, incoming.reason = IncomingKind.STRAY, NO_ACCOUNT
        return None
    incoming.kind, incoming.account_id = IncomingKind.REPLY, account.id
    post: Post | None = None
    refusal = answer.refusal
    if refusal is None:
        try:
            with session.begin_nested():
                post = _published(session, account, answer)
        except ForumError as error:
            refusal = Refusal(error.reason, error.values)
    if post is not None:
        incoming.post_id = post.id
        if post.visible_at is None or answer.left_out:
            tell_fate(session, incoming, account, post, answer.left_out, answer.message_id)
    elif refusal is not None:
        incoming.reason = refusal.reason
        _send_back(session, incoming, account, answer, refusal)
    return post


def _looked_at(session: Session, answer: Answer, letter: ReadLetter, account: Account) -> Answer:
    """Return the answer ready to be published, or refused. Raises what speaks against it."""
    require(can_come_in(account.actor))
    thread = _answerable(session, account, answer.post_id).thread
    _require_calm(session, account)
    kept, left_out = take_in_files(account.actor, letter.files)
    answer = replace(answer, words=_with_files(answer.words, kept), left_out=tuple(left_out))
    findings = tuple(
        one for one in personal_data(answer.words[:POST_LIMIT]) if one.text.lower() != account.email
    )
    if findings:
        return replace(answer, refusal=Refusal("personal_data", found=findings))
    known = known_names(session, answer.words, home_id=thread.channel_id)
    own_host = urlsplit(settings().public_url).netloc
    try:
        return replace(answer, text=compose(answer.words, known, own_host=own_host))
    except Invalid as error:
        return replace(answer, refusal=Refusal(error.reason, error.values))


def _published(session: Session, account: Account, answer: Answer) -> Post:
    """Publish it, or raise why not: everything is asked again, as it is now."""
    actor = account.actor
    require(can_come_in(actor))
    told_of = _post(session, answer.post_id)
    if told_of is None or answer.text is None:
        raise NotFound("no_post")
    post = reply(
        session,
        actor,
        told_of.thread,
        text=answer.text,
        reply_to=told_of if told_of.removed_at is None else None,
        submission_key=answer.key,
        keeps_draft=True,
    )
    show_attachments(session, actor, post)
    return post


def _send_back(
    session: Session, incoming: IncomingMail, account: Account, answer: Answer, refusal: Refusal
) -> None:
    told_of, thread = _post(session, answer.post_id), None
    if told_of is not None and can_come_in(account.actor):
        membership = membership_of(session, account.actor, told_of.thread.channel_id)
        if can_read_thread(account.actor, told_of.thread, membership):
            thread = told_of.thread
    has_draft = False
    if thread is not None and refusal.reason in _MENDABLE:
        has_draft = _kept_as_draft(session, account, thread, answer)
    back = Returned(answer.message_id, answer.words, thread, has_draft)
    tell_refusal(session, incoming, account, refusal, back)


def _kept_as_draft(session: Session, account: Account, thread: Thread, answer: Answer) -> bool:
    """Keep the text where its author can mend it, unless something else lies there."""
    if draft_for(session, account.actor, thread) is not None:
        return False
    unfinished = Unfinished(answer.words[:POST_LIMIT], submission_key=answer.key)
    return save_draft(session, account.actor, thread, unfinished) is not None


def _account(session: Session, account_id: int) -> Account | None:
    """Return the account with its actor, or `None` where nobody can use it any more."""
    known = session.get(Account, account_id)
    if known is None or known.state is not AccountState.ACTIVE:
        return None
    account = account_with_actor(session, account_id)
    return None if account.actor.closed_at is not None else account


def _post(session: Session, post_id: int) -> Post | None:
    return session.scalars(
        sa.select(Post)
        .where(Post.id == post_id)
        .options(joinedload(Post.thread).joinedload(Thread.channel))
        .execution_options(populate_existing=True)
    ).one_or_none()


def _answerable(session: Session, account: Account, post_id: int) -> Post:
    """Return the post that was told of. Raises `NotFound` and `NotAllowed`."""
    post = _post(session, post_id)
    if post is None:
        raise NotFound("no_post")
    membership = membership_of(session, account.actor, post.thread.channel_id)
    require(can_reply(account.actor, post.thread, membership))
    if not is_recent(post):
        raise NotAllowed("reply_too_old")
    return post


def _require_calm(session: Session, account: Account) -> None:
    """Raise `TooMany` ``posting_too_often``, as the page does."""
    published = session.scalar(
        sa.select(sa.func.count()).where(
            IncomingMail.account_id == account.id,
            IncomingMail.post_id.is_not(None),
            IncomingMail.created_at > clock.now() - dt.timedelta(hours=1),
        )
    )
    if (published or 0) >= MOST_AN_HOUR:
        raise TooMany("posting_too_often")


def _with_files(words: str, files: Sequence[Attachment]) -> str:
    return "\n\n".join(part for part in (words, *(markdown_of(one) for one in files)) if part)


def _key_of(letter: ReadLetter) -> str:
    told = letter.message_id or f"{letter.sender}\n{letter.at}\n{letter.text}"
    return f"mail:{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:32]}"
