"""Reading threads: one page per question, one import path for all."""

from forum.threads.queries.counters import WrongCounter, wrong_counters
from forum.threads.queries.drafts import draft_by_public_id, draft_for, drafts_of, purpose_of
from forum.threads.queries.kinds import (
    Answer,
    accepted_answer_of,
    is_open_question,
    is_solved,
    is_unanswered,
)
from forum.threads.queries.lists import (
    open_questions,
    threads_in_channel,
    threads_matching,
    threads_with_tag,
    unanswered_threads,
)
from forum.threads.queries.names import known_names
from forum.threads.queries.outline import OutlineRow, outline_of, outline_step
from forum.threads.queries.polls import (
    OptionRow,
    PollRow,
    poll_of,
    poll_with_options,
    voters_of,
)
from forum.threads.queries.posts import (
    PAGE,
    post_as_it_is,
    post_by_public_id,
    post_in,
    posts_after,
    revisions_of,
    source_of,
)
from forum.threads.queries.reactions import PostReactions, Reactions, reactions_to
from forum.threads.queries.rows import (
    AuthorLine,
    FurtherChannel,
    PostRow,
    TagLabel,
    ThreadSummary,
)
from forum.threads.queries.start import (
    answers_for,
    begun_by,
    first_steps_of,
    latest_threads,
    new_in_own_channels,
    waiting_for_answer,
)
from forum.threads.queries.tags import (
    CountedTag,
    Vocabulary,
    counted_tags,
    tag_by_slug,
    tags_of,
    vocabulary,
)
from forum.threads.queries.threads import (
    channels_of,
    channels_to_place_in,
    places_of,
    thread_by_public_id,
)
from forum.threads.queries.unread import read_mark_of, unread_by_channel

__all__ = [
    "PAGE",
    "Answer",
    "AuthorLine",
    "CountedTag",
    "FurtherChannel",
    "OptionRow",
    "OutlineRow",
    "PollRow",
    "PostReactions",
    "PostRow",
    "Reactions",
    "TagLabel",
    "ThreadSummary",
    "Vocabulary",
    "WrongCounter",
    "accepted_answer_of",
    "answers_for",
    "begun_by",
    "channels_of",
    "channels_to_place_in",
    "counted_tags",
    "draft_by_public_id",
    "draft_for",
    "drafts_of",
    "first_steps_of",
    "is_open_question",
    "is_solved",
    "is_unanswered",
    "known_names",
    "latest_threads",
    "new_in_own_channels",
    "open_questions",
    "outline_of",
    "outline_step",
    "places_of",
    "poll_of",
    "poll_with_options",
    "post_as_it_is",
    "post_by_public_id",
    "post_in",
    "posts_after",
    "purpose_of",
    "reactions_to",
    "read_mark_of",
    "revisions_of",
    "source_of",
    "tag_by_slug",
    "tags_of",
    "thread_by_public_id",
    "threads_in_channel",
    "threads_matching",
    "threads_with_tag",
    "unanswered_threads",
    "unread_by_channel",
    "vocabulary",
    "voters_of",
    "waiting_for_answer",
    "wrong_counters",
]
