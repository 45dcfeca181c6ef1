"""What a letter about notifications says, in the words and the time of its reader."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.dates import format_datetime, get_timezone
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Account
from forum.mail.answerable import answer_address
from forum.mail.context import signer
from forum.mail.letters import absolute_url
from forum.mail.list_headers import list_headers
from forum.mail.people import letter_name, letter_person
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.kinds import Kind
from forum.notifications.queries import Item
from forum.threads.models import Thread
from forum.wording.notifications import REASONS

# Said of each post in the letter.
_DEEDS = {
    Kind.MENTION: _l("mentions you"),
    Kind.REPLY: _l("answers you"),
    Kind.OWN_THREAD: _l("replies in your thread"),
    Kind.FOLLOWED: _l("replies"),
    Kind.QUOTED: _l("quotes what you said in chat"),
    Kind.ANNOUNCEMENT: _l("announces"),
    Kind.NEW_THREAD: _l("begins a thread"),
    Kind.ANSWER_ACCEPTED: _l("accepts your answer"),
    Kind.REACTION: _l("reacts to your post"),
    Kind.REPORT_ADOPTED: _l("has tried it out"),
    Kind.REPORT_ANSWERED: _l("answers about your report"),
    Kind.REPORT_CONFIRMED: _l("confirms your report for another city"),
    Kind.EDIT_SUGGESTED: _l("suggests another wording"),
    Kind.SUGGESTION_SETTLED: _l("has decided on your suggestion"),
}
# The subject where a letter tells of one thing alone.
_SUBJECTS = {
    Kind.MENTION: _l("%(who)s mentions you in “%(title)s”"),
    Kind.REPLY: _l("%(who)s answers you in “%(title)s”"),
    Kind.OWN_THREAD: _l("New reply in “%(title)s”"),
    Kind.FOLLOWED: _l("New reply in “%(title)s”"),
    Kind.QUOTED: _l("%(who)s quotes what you said in chat: %(title)s"),
    Kind.ANNOUNCEMENT: _l("Announcement: %(title)s"),
    Kind.NEW_THREAD: _l("New thread: %(title)s"),
    Kind.ANSWER_ACCEPTED: _l("Your answer has solved “%(title)s”"),
    Kind.REACTION: _l("%(who)s reacts to your post in “%(title)s”"),
    Kind.POLL_CLOSED: _l("The poll “%(title)s” is closed"),
    Kind.BOOKMARK_DUE: _l("Reminder: %(title)s"),
    Kind.REPORT_ADOPTED: _l("%(who)s has tried it out: %(title)s"),
    Kind.REPORT_ANSWERED: _l("The moderation has answered about your report “%(title)s”"),
    Kind.REPORT_CONFIRMED: _l("%(who)s confirms your report “%(title)s” for another city"),
    Kind.REPORT_DUE: _l("Something is due about the report “%(title)s”"),
    Kind.EDIT_SUGGESTED: _l("%(who)s suggests another wording: %(title)s"),
    Kind.SUGGESTION_SETTLED: _l("Your suggestion is decided: %(title)s"),
    Kind.POST_RELEASED: _l("Your post in “%(title)s” is released"),
}
_POSTS = frozenset({Kind.MENTION, Kind.REPLY, Kind.OWN_THREAD, Kind.FOLLOWED})


@dataclass(frozen=True, slots=True)
class LetterItem:
    """One thing in a letter."""

    line: str
    """Who does what, from where, and when."""
    excerpt: str
    url: str


@dataclass(frozen=True, slots=True)
class LetterThread:
    """What a letter tells of one thread."""

    title: str
    channel: str
    items: Sequence[LetterItem]
    answer_address: str
    """Where one answers the newest of them by mail; "" where that cannot be done."""


@dataclass(frozen=True, slots=True)
class Letter:
    """Everything a letter about notifications is made of."""

    subject: str
    threads: Sequence[LetterThread]
    reasons: Sequence[str]
    end_url: str
    """Ends letters of these kinds, after asking."""
    mute_url: str | None
    """Mutes the thread, where the letter is about one alone."""
    headers: dict[str, str]


def letter_about(account: Account, items: Sequence[Item]) -> Letter:
    """Return the letter about these; their actors come with organisation and city."""
    threads = list({item.thread.id: item.thread for item in items}.values())
    only = threads[0] if len(threads) == 1 else None
    end_url = _link(_ending(account, items))
    with force_locale(account.locale):
        told = [_thread(account, one, items) for one in threads]
        return Letter(
            subject=_subject(items, threads),
            threads=told,
            reasons=[str(REASONS[kind]) for kind in _kinds(items)],
            end_url=end_url,
            mute_url=_link(Ending(account.id, thread_id=only.id)) if only else None,
            headers=_headers(threads, end_url) | _reply_to(told),
        )


def _thread(account: Account, thread: Thread, items: Sequence[Item]) -> LetterThread:
    about = [item for item in items if item.thread.id == thread.id]
    newest = max((item.post for item in about), key=lambda post: post.number)
    return LetterThread(
        title=thread.title,
        channel=thread.channel.name,
        items=[_item(account, one) for one in about],
        answer_address=answer_address(account, thread, newest),
    )


def _reply_to(threads: Sequence[LetterThread]) -> dict[str, str]:
    """Let the answer go into the thread, where the letter is about one alone."""
    address = threads[0].answer_address if len(threads) == 1 else ""
    return {"Reply-To": address} if address else {}


def _subject(items: Sequence[Item], threads: Sequence[Thread]) -> str:
    number, title = len(items), threads[0].title
    if number == 1:
        return str(_SUBJECTS[items[0].kind]) % {"who": letter_name(items[0].author), "title": title}
    if len(threads) > 1:
        return str(_("%(num)d notifications, among them “%(title)s”", num=number, title=title))
    if all(item.kind in _POSTS for item in items):
        return str(
            ngettext(
                "%(num)d new reply in “%(title)s”",
                "%(num)d new replies in “%(title)s”",
                number,
                title=title,
            )
        )
    return str(_("%(num)d notifications about “%(title)s”", num=number, title=title))


def _item(account: Account, item: Item) -> LetterItem:
    at = format_datetime(
        item.post.created_at,
        _("d MMM y, HH:mm"),
        tzinfo=get_timezone(account.timezone),
        locale=account.locale,
    )
    deed = _DEEDS.get(item.kind)
    who = f"{letter_person(item.author)} {deed}" if deed else str(REASONS[item.kind])
    return LetterItem(
        line=f"{who}, {at}",
        excerpt=item.post.excerpt,
        url=absolute_url("posts.show", public_id=item.post.public_id),
    )


def _kinds(items: Sequence[Item]) -> list[Kind]:
    return sorted({item.kind for item in items}, key=list(Kind).index)


def _ending(account: Account, items: Sequence[Item]) -> Ending:
    """End what this letter came for: by its kind, or because letters were chosen for a channel."""
    by_channel = {item.thread.channel_id for item in items if item.by_channel}
    kinds = _kinds([item for item in items if not item.by_channel])
    return Ending(account.id, kinds=tuple(kinds), channels=tuple(sorted(by_channel)))


def _link(ending: Ending) -> str:
    return absolute_url("unsubscriptions.ask", token=signer().sign(PURPOSE, ending.text()))


def _headers(threads: Sequence[Thread], end_url: str) -> dict[str, str]:
    channels = {thread.channel.slug for thread in threads}
    place = channels.pop() if len(channels) == 1 else "notifications"
    about = f"thread-{threads[0].public_id}" if len(threads) == 1 else ""
    return list_headers(place, end_url, about=about)
