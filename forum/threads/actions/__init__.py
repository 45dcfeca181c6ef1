"""What can be done with threads and posts: one verb and its inverse a page, one import path."""

from forum.threads.actions.accept import accept_answer, withdraw_acceptance
from forum.threads.actions.archive import archive, unarchive
from forum.threads.actions.bring_in import (
    FormerPost,
    FormerThread,
    bring_in_posts,
    bring_in_threads,
)
from forum.threads.actions.change_kind import change_kind
from forum.threads.actions.edit import edit
from forum.threads.actions.follow import end_following, follow, mute_thread
from forum.threads.actions.keep_draft import Unfinished, discard_draft, save_draft
from forum.threads.actions.lock import lock, unlock
from forum.threads.actions.mark import mark_read, mark_unread
from forum.threads.actions.merge import merge
from forum.threads.actions.move import move
from forum.threads.actions.note_down import note_down
from forum.threads.actions.pin import feature, pin, unfeature, unpin
from forum.threads.actions.place import place
from forum.threads.actions.poll import PollPlan, change_poll, close_due_polls, close_poll
from forum.threads.actions.react import give_reaction, withdraw_reaction
from forum.threads.actions.recount import recount
from forum.threads.actions.release import reject, release, withdraw
from forum.threads.actions.remove import remove, restore
from forum.threads.actions.remove_thread import remove_thread, restore_thread
from forum.threads.actions.render_again import render_again
from forum.threads.actions.reply import reply
from forum.threads.actions.retitle import retitle
from forum.threads.actions.split import split_into, split_off
from forum.threads.actions.start_thread import ThreadPlan, start_thread
from forum.threads.actions.tag import tag
from forum.threads.actions.vote import vote, withdraw_vote
from forum.threads.actions.watch_tag import end_watching_tag, watch_tag

__all__ = [
    "FormerPost",
    "FormerThread",
    "PollPlan",
    "ThreadPlan",
    "Unfinished",
    "accept_answer",
    "archive",
    "bring_in_posts",
    "bring_in_threads",
    "change_kind",
    "change_poll",
    "close_due_polls",
    "close_poll",
    "discard_draft",
    "edit",
    "end_following",
    "end_watching_tag",
    "feature",
    "follow",
    "give_reaction",
    "lock",
    "mark_read",
    "mark_unread",
    "merge",
    "move",
    "mute_thread",
    "note_down",
    "pin",
    "place",
    "recount",
    "reject",
    "release",
    "remove",
    "remove_thread",
    "render_again",
    "reply",
    "restore",
    "restore_thread",
    "retitle",
    "save_draft",
    "split_into",
    "split_off",
    "start_thread",
    "tag",
    "unarchive",
    "unfeature",
    "unlock",
    "unpin",
    "vote",
    "watch_tag",
    "withdraw",
    "withdraw_acceptance",
    "withdraw_reaction",
    "withdraw_vote",
]
