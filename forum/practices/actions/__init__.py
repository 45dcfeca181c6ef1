"""What can be done with experience reports: one step and its inverse a page, one import path."""

from forum.practices.actions.adopt import adopt, change_adoption, remove_adoption
from forum.practices.actions.begin import begin, discard
from forum.practices.actions.outdate import mark_outdated, renew
from forum.practices.actions.recommend import recommend, unrecommend
from forum.practices.actions.release import release
from forum.practices.actions.remind import remind
from forum.practices.actions.review import begin_review, leave_review, reject, return_report
from forum.practices.actions.revise import revise
from forum.practices.actions.save import save
from forum.practices.actions.submit import resubmit, rework, submit, withdraw
from forum.practices.actions.verify import verify, withdraw_verification

__all__ = [
    "adopt",
    "begin",
    "begin_review",
    "change_adoption",
    "discard",
    "leave_review",
    "mark_outdated",
    "recommend",
    "reject",
    "release",
    "remind",
    "remove_adoption",
    "renew",
    "resubmit",
    "return_report",
    "revise",
    "rework",
    "save",
    "submit",
    "unrecommend",
    "verify",
    "withdraw",
    "withdraw_verification",
]
