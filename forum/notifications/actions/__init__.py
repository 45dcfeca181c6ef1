"""What can be done with notifications: one verb and its inverse a page, one import path."""

from forum.notifications.actions.choose import (
    choose_channel_way,
    choose_following,
    choose_ways,
    end_mail,
)
from forum.notifications.actions.follow_posts import follow_posts
from forum.notifications.actions.forget import forget_told, prune_notifications
from forum.notifications.actions.read import (
    mark_all_read,
    mark_group_read,
    mark_thread_read,
    quieten_channel,
    quieten_thread,
    replace_unread,
)
from forum.notifications.actions.settle_mail import put_mail_off, settle_mail
from forum.notifications.actions.tell import About, tell

__all__ = [
    "About",
    "choose_channel_way",
    "choose_following",
    "choose_ways",
    "end_mail",
    "follow_posts",
    "forget_told",
    "mark_all_read",
    "mark_group_read",
    "mark_thread_read",
    "prune_notifications",
    "put_mail_off",
    "quieten_channel",
    "quieten_thread",
    "replace_unread",
    "settle_mail",
    "tell",
]
