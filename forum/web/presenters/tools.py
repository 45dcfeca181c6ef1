"""What the reader may do with a thread and with each of its posts, as links and buttons."""

from flask import url_for
from flask_babel import gettext as _

from forum.channels.models import Audience
from forum.channels.policy import can_start_thread
from forum.curation.policy import can_curate, can_suggest, can_summarise
from forum.digests.policy import can_edit_letters
from forum.threads import policy
from forum.threads.models import ThreadKind
from forum.threads.queries import PostRow
from forum.web.presenters.addresses import address_of
from forum.web.presenters.parts import Tool
from forum.web.reading import Reading


class PostTools:
    """Makes the tools of posts; words and routes are looked up once for all of them."""

    def __init__(
        self,
        reading: Reading,
        bookmarked: frozenset[int] = frozenset(),
        *,
        answer_id: int | None = None,
    ) -> None:
        """Look up what does not depend on the post.

        `bookmarked`: ids of what the reader keeps; `answer_id`: of the accepted answer.
        """
        self._reading = reading
        self._answer_id = answer_id
        self._bookmarked = bookmarked
        self._bookmark = address_of("bookmarks.keep", "public_id")
        thread = reading.thread
        self._can_reply = bool(policy.can_reply(reading.actor, thread, reading.membership))
        self._removes_thread = bool(
            policy.can_remove_thread(reading.actor, thread, reading.membership)
        )
        self._orders = bool(policy.can_order(reading.actor, thread, reading.membership))
        self._split = url_for("merging.split", public_id=thread.public_id)
        self._reply = url_for("threads.reply", public_id=thread.public_id)
        self._thread_removal = url_for("threads.remove", public_id=thread.public_id)
        self._report = url_for("report_steps.of_thread", public_id=thread.public_id)
        self._edit = address_of("posts.edit", "public_id")
        self._permalink = address_of("posts.show", "public_id")
        self._accept = address_of("answers.accept", "public_id")
        self._withdraw = url_for("answers.withdraw", public_id=thread.public_id)
        self._remove = address_of("posts.remove", "public_id")
        self._restore = address_of("posts.restore", "public_id")
        self._take_back = address_of("posts.withdraw", "public_id")
        self._unread = address_of("posts.mark_unread", "public_id")
        self._history = address_of("posts.history", "public_id")
        self._notice = address_of("notices.give", "about")

    def history_url(self, post: PostRow) -> str | None:
        """Return where the versions stand, for those who may read the text."""
        return self._history(post.public_id) if self._may(policy.can_read_text, post) else None

    def of(self, post: PostRow) -> tuple[Tool, ...]:
        """Return what this reader may do with this post."""
        if post.removed_at is not None:
            return self._of_tombstone(post)
        actor = self._reading.actor
        is_own = self._is_own(post)
        tools: list[Tool] = [*self._acceptance(post), *self._of_report(post)]
        if self._can_reply and post.visible_at is not None:
            address = f"{self._reply}?quote={post.public_id}"
            quote = Tool(_("Quote"), "message-square-quote", address, is_quick=True, key="q")
            tools.append(quote)
        if self._may(policy.can_edit, post):
            address = self._edit(post.public_id)
            tools.append(Tool(_("Edit"), "pencil", address, is_quick=is_own, key="e"))
        permalink = self._permalink(post.public_id)
        tools.append(Tool(_("Copy the link"), "link-2", permalink, is_share=True))
        if actor is not None:
            tools.append(self._keeping(post))
            address = self._unread(post.public_id)
            tools.append(Tool(_("Mark as unread from here"), "eye-off", address, "post"))
        if post.edited_at is not None:
            tools.append(Tool(_("Versions"), "history", self._history(post.public_id)))
        if not is_own:
            tools.append(Tool(_("Tell the moderation"), "flag", self._notice(permalink)))
        return (*tools, *self._departures(post))

    def _keeping(self, post: PostRow) -> Tool:
        """Return the way to bookmark it; what is kept says so, beside the post as well."""
        address = self._bookmark(post.public_id)
        if post.id in self._bookmarked:
            return Tool(_("Bookmarked"), "bookmark-check", address, is_quick=True)
        return Tool(_("Bookmark"), "bookmark", address)

    def _acceptance(self, post: PostRow) -> tuple[Tool, ...]:
        reading = self._reading
        if not policy.can_accept(reading.actor, post, reading.thread, reading.membership):
            return ()
        if post.id == self._answer_id:
            return (Tool(_("No longer the answer"), "undo-2", self._withdraw, "post"),)
        address = self._accept(post.public_id)
        return (Tool(_("Accept as the answer"), "circle-check", address, "post", is_quick=True),)

    def _of_report(self, post: PostRow) -> tuple[Tool, ...]:
        """Return the way to the report itself, for those who look after it."""
        reading = self._reading
        is_report = reading.thread.kind is ThreadKind.EXPERIENCE_REPORT
        if post.number > 1 or not is_report or not (self._is_own(post) or reading.moderates):
            return ()
        return (Tool(_("Look after the report"), "book-open-check", self._report, is_quick=True),)

    def _departures(self, post: PostRow) -> list[Tool]:
        """Return how the post leaves its place: for another thread, or for good."""
        found = []
        if self._orders and post.number > 1:
            address = f"{self._split}?from={post.number}#post-{post.number}"
            found.append(Tool(_("Split off from here"), "split", address))
        if self._is_own(post) and post.visible_at is None:
            if policy.can_withdraw(self._reading.actor, post, self._reading.thread):
                address = self._take_back(post.public_id)
                found.append(Tool(_("Take back"), "undo-2", address, "post", is_quick=True))
        elif self._may(policy.can_remove, post) or (post.number == 1 and self._removes_thread):
            found.append(self._removal(post))
        return found

    def _is_own(self, post: PostRow) -> bool:
        actor = self._reading.actor
        return actor is not None and actor.id == post.author_id

    def _removal(self, post: PostRow) -> Tool:
        """Return the way to remove it: a thread nobody answered goes with its only post."""
        is_whole = policy.is_of_record(post, self._reading.thread)
        is_alone = post.number == 1 and self._reading.thread.highest_number == 1
        if self._removes_thread and (is_whole or is_alone):
            return Tool(_("Remove the thread"), "trash-2", self._thread_removal, is_grave=True)
        return Tool(_("Remove"), "trash-2", self._remove(post.public_id), is_grave=True)

    def _of_tombstone(self, post: PostRow) -> tuple[Tool, ...]:
        tools: list[Tool] = []
        if self._may(policy.can_read_text, post):
            tools.append(Tool(_("Read the removed text"), "eye", self._history(post.public_id)))
        if self._may(policy.can_restore, post):
            tools.append(Tool(_("Restore"), "undo-2", self._restore(post.public_id), "post"))
        return tuple(tools)

    def _may(self, question: policy.PostQuestion, post: PostRow) -> bool:
        reading = self._reading
        return bool(question(reading.actor, post, reading.thread, reading.membership))


def thread_tools(reading: Reading) -> tuple[Tool, ...]:
    """Return what the reader may do with the thread as a whole."""
    actor, thread, membership = reading.actor, reading.thread, reading.membership
    public_id = thread.public_id
    tools = [Tool(_("Print view"), "printer", url_for("printing.show", public_id=public_id))]
    if can_start_thread(actor, thread.channel, membership):
        address = url_for("threads.start", slug=thread.channel.slug)
        tools.append(Tool(_("Begin another thread in this channel"), "plus", address, key="n"))
    tools += _kind_tools(reading)
    tools += _curation_tools(reading)
    if policy.can_rename(actor, thread, membership):
        address = url_for("threads.place", public_id=public_id)
        tools.append(Tool(_("Choose where it is shown"), "signpost", address))
    if reading.moderates or policy.can_feature(actor, thread):
        address = url_for("ordering.show", public_id=public_id)
        tools.append(Tool(_("Put this thread in order"), "list-ordered", address))
    if policy.can_remove_thread(actor, thread, membership):
        address = url_for("threads.remove", public_id=public_id)
        tools.append(Tool(_("Remove the thread"), "trash-2", address, is_grave=True))
    if policy.can_restore_thread(actor, thread, membership):
        address = url_for("threads.restore", public_id=public_id)
        tools.append(Tool(_("Restore the thread"), "undo-2", address, "post"))
    if thread.channel.audience is Audience.PUBLIC:
        address = url_for("feeds.thread", public_id=public_id)
        tools.append(Tool(_("Feed of this thread"), "rss", address))
    elif actor is not None:  # Its address needs the reader's key, which nobody knows but they.
        tools.append(Tool(_("Feed of this thread"), "rss", url_for("feeds.show")))
    return tuple(tools)


def _curation_tools(reading: Reading) -> list[Tool]:
    """Return how the thread is summed up, and put into a collection."""
    actor, thread, membership = reading.actor, reading.thread, reading.membership
    tools = []
    if can_summarise(actor, thread, membership):
        address = url_for("summaries.edit", public_id=thread.public_id)
        tools.append(Tool(_("Write or change the summary"), "scroll-text", address))
    is_report = thread.kind is ThreadKind.EXPERIENCE_REPORT
    if is_report and can_suggest(actor, thread, membership):
        address = url_for("edit_suggestions.choose", public_id=thread.public_id)
        tools.append(Tool(_("Suggest another wording"), "pencil-line", address))
        address = url_for("edit_suggestions.overview", public_id=thread.public_id)
        tools.append(Tool(_("Suggested edits"), "list-checks", address))
    if can_curate(actor, thread.channel, membership):
        address = url_for("collections.collect", public_id=thread.public_id)
        tools.append(Tool(_("Put into a dossier"), "library", address))
    if can_edit_letters(actor):
        address = url_for("editions.recommend", public_id=thread.public_id)
        tools.append(Tool(_("Recommend in the weekly letter"), "newspaper", address))
    return tools


def _kind_tools(reading: Reading) -> list[Tool]:
    """Return how kind and tags are changed: a question becomes a discussion, and back."""
    actor, thread, membership = reading.actor, reading.thread, reading.membership
    tools = []
    if policy.can_tag(actor, thread, membership):
        address = url_for("tags.choose", public_id=thread.public_id)
        tools.append(Tool(_("Choose tags"), "tag", address))
    is_question = thread.kind is ThreadKind.QUESTION
    other = ThreadKind.DISCUSSION if is_question else ThreadKind.QUESTION
    if policy.can_change_kind(actor, thread, membership, other):
        label = _("Make it a discussion") if is_question else _("Make it a question")
        address = url_for("answers.change_kind", public_id=thread.public_id)
        icon = "messages-square" if is_question else "circle-help"
        tools.append(Tool(label, icon, address, "post", fields=(("kind", other.value),)))
    return tools
