"""Threads and posts, their former texts, answers, polls, drafts, and how far somebody has read."""

from forum.threads.models.answer import AcceptedAnswer
from forum.threads.models.note import ThreadNote
from forum.threads.models.poll import Ballot, BallotChoice, Poll, PollOption, ResultsShown
from forum.threads.models.post import Post, Revision
from forum.threads.models.reaction import Reaction, ReactionKind
from forum.threads.models.reader import Draft, ReadMark
from forum.threads.models.subscription import TagSubscription, ThreadLevel, ThreadSubscription
from forum.threads.models.tagging import ThreadTag
from forum.threads.models.thread import MergedThread, Placement, Thread, ThreadKind

__all__ = [
    "AcceptedAnswer",
    "Ballot",
    "BallotChoice",
    "Draft",
    "MergedThread",
    "Placement",
    "Poll",
    "PollOption",
    "Post",
    "Reaction",
    "ReactionKind",
    "ReadMark",
    "ResultsShown",
    "Revision",
    "TagSubscription",
    "Thread",
    "ThreadKind",
    "ThreadLevel",
    "ThreadNote",
    "ThreadSubscription",
    "ThreadTag",
]
