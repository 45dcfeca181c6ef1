"""What happens by the clock."""

import datetime as dt
from collections.abc import Callable

from forum.accounts.actions import purge_unconfirmed
from forum.bookmarks.actions import announce_due
from forum.consultations.actions import delete_due, turn_due
from forum.curation.actions import render_curated_again
from forum.digests.actions.order import purge_unconfirmed_orders
from forum.digests.actions.plan import bring_back
from forum.digests.actions.prune import prune_issues
from forum.egress.titles import fetch_titles
from forum.imports.actions import take_over_waiting
from forum.jobs.files import clean_files
from forum.jobs.housekeeping import prune_event_log
from forum.jobs.schedule import Scheduled, in_batches, in_one_transaction
from forum.kernel.clock import now
from forum.links.actions import forget_titles
from forum.mail.hour_reminders import write_reminders
from forum.mail.incoming.retention import prune_incoming
from forum.mail.missed import write_missed
from forum.mail.notices import write_notices
from forum.mail.regular import write_regular_ahead
from forum.mail.sender import prune_mail, send_due
from forum.mailboxes.actions import prune_bounces
from forum.messaging.actions import forget_messages, render_messages_again
from forum.messaging.actions.watch_hours import close_hours, remind_of_hours
from forum.moderation.actions.give_notice import forget_senders
from forum.moderation.queries.undecided import undecided_messages
from forum.notifications.actions import prune_notifications
from forum.practices.actions import remind
from forum.search.catching_up import forget_unused_words, index_missing
from forum.threads.actions import close_due_polls, render_again
from forum.web.presenters.consultations import phase_text_of_hub

# What the worker looks at after each run of the relay, and so at least once a minute: work that
# waits on a slow outside, or on the clock.
AFTER_RELAY: tuple[Callable[[], object], ...] = (
    write_notices,
    write_missed,
    write_reminders,
    send_due,
    write_regular_ahead,
    in_batches(announce_due),
    in_batches(close_due_polls),
    in_batches(remind_of_hours),
    in_batches(close_hours),
    in_batches(lambda session: turn_due(session, words=phase_text_of_hub)),
    fetch_titles,
)

_WEEK = dt.timedelta(days=7)

# Once a day each, at night, or as soon as the hub runs again.
SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(
        "purge_unconfirmed", in_one_transaction(lambda session: purge_unconfirmed(session, now()))
    ),
    Scheduled(
        "purge_unconfirmed_orders",
        in_one_transaction(lambda session: purge_unconfirmed_orders(session, now())),
    ),
    Scheduled("prune_event_log", in_one_transaction(prune_event_log)),
    Scheduled("prune_mail", prune_mail),
    Scheduled("prune_incoming", in_one_transaction(prune_incoming)),
    Scheduled("prune_bounces", in_one_transaction(prune_bounces)),
    Scheduled("prune_issues", in_one_transaction(lambda session: prune_issues(session, now()))),
    # After a clock that was ahead for a while.
    Scheduled("bring_back_orders", in_one_transaction(lambda session: bring_back(session, now()))),
    Scheduled("forget_titles", in_one_transaction(forget_titles), every=_WEEK),
    # Before the files: those of a message that is gone are needed by nobody.
    Scheduled(
        "forget_messages",
        in_batches(lambda session: forget_messages(session, spared=undecided_messages())),
    ),
    Scheduled(
        "delete_consultations",
        in_batches(lambda session: delete_due(session, spared=undecided_messages())),
        every=dt.timedelta(hours=1),
        offset=dt.timedelta(0),
    ),
    Scheduled("clean_files", clean_files),
    Scheduled("forget_senders", in_one_transaction(forget_senders)),
    Scheduled("remind_of_reports", in_batches(remind)),
    Scheduled("take_over_waiting", in_one_transaction(take_over_waiting)),
    Scheduled("prune_notifications", in_one_transaction(prune_notifications)),
    Scheduled("render_again", in_batches(render_again)),
    Scheduled("render_messages_again", in_batches(render_messages_again)),
    Scheduled("render_curated_again", in_batches(render_curated_again)),
    # Fills the index of a hub that was there before its search; afterwards there is nothing to do.
    Scheduled(
        "index_missing",
        in_one_transaction(index_missing),
        every=dt.timedelta(hours=1),
        offset=dt.timedelta(0),
    ),
    # A word that was only in a removed post is not kept either.
    Scheduled("forget_unused_words", in_one_transaction(forget_unused_words), every=_WEEK),
)
