"""Who listens to what, on a page: every event and its subscribers, and what happens by the clock.

An event nobody listens to stands here too, with an empty tuple: silence is a decision.
"""

import datetime as dt
from collections.abc import Callable

import forum.attachments.models
import forum.bookmarks.models
import forum.curation.models
import forum.jobs.models
import forum.moderation.models
import forum.notifications.models
import forum.practices.models
import forum.screening.models
import forum.search.models
import forum.threads.models  # noqa: F401 - every table must be known to the metadata
from forum.accounts.actions import purge_unconfirmed
from forum.accounts.events import (
    AccountOpened,
    ActorBanned,
    ActorMuted,
    ActorSuspended,
    AdminAppointed,
    ApplicationAccepted,
    ApplicationConfirmed,
    ApplicationFiled,
    ApplicationRefused,
    EmailChangeCancelled,
    EmailChanged,
    EmailChangeRequested,
    FeedKeyMade,
    FeedKeyRevoked,
    InvitationAccepted,
    InvitationMade,
    InvitationRevoked,
    PasswordChanged,
    PasswordResetRequested,
    PresenceChosen,
    ProfileChanged,
    SanctionLifted,
    SignedIn,
    SignInsEnded,
    TrustEnded,
    TrustGiven,
)
from forum.attachments.events import (
    AttachmentAdded,
    AttachmentDescribed,
    AttachmentRemoved,
)
from forum.bookmarks.actions import announce_due
from forum.bookmarks.events import BookmarkDue
from forum.channels.events import (
    AudienceChanged,
    ChannelMuted,
    ChannelWatched,
    GroupArchived,
    GroupOpened,
    GroupReopened,
    MemberAdded,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    ModeratorAppointed,
    ModeratorDismissed,
    SubscriptionEnded,
    WaitingChanged,
)
from forum.channels.programme.events import ProgrammeLoaded
from forum.curation import subscribers as curation
from forum.curation.actions import render_curated_again
from forum.curation.events import (
    CollectionArranged,
    CollectionBegun,
    CollectionEdited,
    CollectionRemoved,
    CollectionRestored,
    EditSuggested,
    PiecesDecided,
    SuggestionSettled,
    SuggestionWithdrawn,
    SummaryRemoved,
    SummaryWritten,
)
from forum.egress.titles import fetch_titles, note_links
from forum.jobs.files import clean_files
from forum.jobs.housekeeping import prune_event_log
from forum.jobs.relay import Subscribers
from forum.jobs.schedule import Scheduled, in_batches, in_one_transaction
from forum.kernel.clock import now
from forum.links.actions import forget_titles
from forum.mail import contact, notice_letters, statement_letters, subscribers
from forum.mail.notices import write_notices
from forum.mail.sender import prune_mail, send_due
from forum.moderation import removals
from forum.moderation import subscribers as cases
from forum.moderation.actions.give_notice import forget_senders
from forum.moderation.events import (
    CannedTextDropped,
    CannedTextSaved,
    CaseClaimed,
    CaseDecided,
    CaseLetGo,
    CaseNoted,
    CaseOpened,
    CaseSettled,
    CaseTakenOver,
    NoticeGiven,
    ObjectionDecided,
    ObjectionMade,
    SignalAdded,
    StatementMade,
)
from forum.notifications import reported, suggested
from forum.notifications import subscribers as told
from forum.notifications.actions import prune_notifications
from forum.notifications.events import Notified
from forum.pages.events import ContactMessageSent, PageEdited
from forum.practices import subscribers as reports
from forum.practices.actions import remind
from forum.practices.events import (
    AdoptionChanged,
    AdoptionRemoved,
    RecommendationWithdrawn,
    ReportAdopted,
    ReportAnswerDue,
    ReportBegun,
    ReportDiscarded,
    ReportOutdated,
    ReportRecommended,
    ReportRejected,
    ReportReleased,
    ReportRenewed,
    ReportResubmitted,
    ReportReturned,
    ReportReviewDue,
    ReportRevised,
    ReportReworked,
    ReportSubmitted,
    ReportVerified,
    ReportWithdrawn,
    ReviewBegun,
    ReviewLeft,
    VerificationWithdrawn,
)
from forum.realtime import subscribers as live
from forum.realtime.news import RealtimeSubscribers
from forum.screening.events import WatchingEnded, WordWatched
from forum.search import subscribers as search
from forum.search.catching_up import forget_unused_words, index_missing
from forum.threads.actions import close_due_polls, render_again
from forum.threads.events import (
    AcceptanceWithdrawn,
    AnswerAccepted,
    FollowingEnded,
    PollChanged,
    PollClosed,
    PostEdited,
    PostFlagged,
    PostHeld,
    PostPublished,
    PostRejected,
    PostReleased,
    PostRemoved,
    PostRestored,
    PostWithdrawn,
    ReactionGiven,
    ReactionWithdrawn,
    TagWatched,
    TagWatchingEnded,
    ThreadArchived,
    ThreadFeatured,
    ThreadFollowed,
    ThreadKindChanged,
    ThreadLocked,
    ThreadMerged,
    ThreadMoved,
    ThreadMuted,
    ThreadPinned,
    ThreadPlaced,
    ThreadRemoved,
    ThreadRenamed,
    ThreadRestored,
    ThreadSplit,
    ThreadStarted,
    ThreadTagged,
    ThreadUnarchived,
    ThreadUnfeatured,
    ThreadUnlocked,
    ThreadUnpinned,
    VotesChanged,
)

SUBSCRIBERS: Subscribers = {
    ApplicationFiled: (subscribers.confirm_application,),
    ApplicationConfirmed: (subscribers.ask_for_decision,),
    ApplicationAccepted: (subscribers.tell_acceptance,),
    ApplicationRefused: (subscribers.tell_refusal,),
    InvitationMade: (subscribers.invite,),
    InvitationRevoked: (),
    InvitationAccepted: (),
    AccountOpened: (search.note_person,),
    PasswordResetRequested: (subscribers.send_reset_link,),
    PasswordChanged: (subscribers.tell_password_change,),
    EmailChangeRequested: (subscribers.confirm_email_change,),
    EmailChangeCancelled: (),
    EmailChanged: (subscribers.tell_email_change,),
    SignedIn: (subscribers.warn_of_new_device,),
    SignInsEnded: (),
    FeedKeyMade: (),
    FeedKeyRevoked: (),
    PresenceChosen: (),
    ProfileChanged: (search.note_person,),
    AdminAppointed: (),
    ActorMuted: (),
    ActorSuspended: (),
    ActorBanned: (),
    SanctionLifted: (),
    TrustGiven: (),
    TrustEnded: (),
    PageEdited: (),
    ContactMessageSent: (contact.forward_to_admins,),
    AttachmentAdded: (),
    AttachmentDescribed: (),
    AttachmentRemoved: (),
    ProgrammeLoaded: (search.note_everybody, search.note_tags),
    AudienceChanged: (),
    ChannelMuted: (told.settle_muted_channel,),
    ChannelWatched: (),
    GroupArchived: (),
    GroupOpened: (),
    GroupReopened: (),
    MemberAdded: (),
    MemberJoined: (),
    MemberLeft: (),
    MemberRemoved: (),
    ModeratorAppointed: (),
    ModeratorDismissed: (),
    SubscriptionEnded: (),
    WaitingChanged: (),
    Notified: (),
    SummaryWritten: (curation.look_after_suggestions,),
    SummaryRemoved: (curation.look_after_suggestions,),
    EditSuggested: (suggested.tell_of_suggestion,),
    PiecesDecided: (),
    SuggestionSettled: (suggested.tell_of_outcome,),
    SuggestionWithdrawn: (suggested.forget_suggestion,),
    CollectionBegun: (),
    CollectionEdited: (),
    CollectionArranged: (),
    CollectionRemoved: (),
    CollectionRestored: (),
    ThreadStarted: (),
    ThreadPlaced: (told.tell_of_place,),
    ThreadFollowed: (),
    ThreadMuted: (told.settle_muted_thread,),
    FollowingEnded: (),
    TagWatched: (),
    TagWatchingEnded: (),
    ThreadRenamed: (search.note_title, reports.follow_title),
    ThreadRemoved: (search.note_thread, removals.state_removal_of_thread, cases.settle_thread),
    ThreadRestored: (search.note_thread,),
    ThreadKindChanged: (),
    ThreadLocked: (),
    ThreadUnlocked: (),
    ThreadArchived: (),
    ThreadUnarchived: (),
    ThreadPinned: (),
    ThreadUnpinned: (),
    ThreadFeatured: (),
    ThreadUnfeatured: (),
    ThreadMoved: (search.note_thread, cases.follow_thread, reports.follow_thread),
    ThreadMerged: (search.note_carried, told.keep_with_posts, cases.follow_thread),
    ThreadSplit: (search.note_carried, told.keep_with_posts, cases.follow_thread),
    ThreadTagged: (search.note_title, told.tell_of_tags),
    AnswerAccepted: (told.tell_of_acceptance,),
    AcceptanceWithdrawn: (told.forget_acceptance,),
    PollChanged: (),
    VotesChanged: (),
    PollClosed: (told.tell_of_result,),
    PostPublished: (search.note_post, note_links, told.tell_of_post),
    PostHeld: (cases.look_at_held_post,),
    PostFlagged: (cases.look_at_flagged_post,),
    PostReleased: (cases.settle_post, told.tell_of_release),
    PostRejected: (cases.settle_post, told.tell_of_rejection),
    PostWithdrawn: (cases.settle_post,),
    WordWatched: (),
    WatchingEnded: (),
    PostEdited: (search.note_post, note_links, told.tell_of_edit),
    PostRemoved: (search.note_post, removals.state_removal_of_post, cases.settle_post),
    PostRestored: (search.note_post,),
    ReportBegun: (),
    ReportDiscarded: (cases.settle_report,),
    ReportSubmitted: (cases.look_at_report,),
    ReportResubmitted: (cases.look_at_report,),
    ReportWithdrawn: (cases.settle_report,),
    ReportReworked: (),
    ReviewBegun: (),
    ReviewLeft: (),
    ReportReturned: (cases.settle_report, reported.tell_of_answer),
    ReportRejected: (cases.settle_report, reported.tell_of_answer),
    ReportReleased: (cases.settle_report, reported.tell_of_answer),
    ReportRecommended: (reported.tell_of_answer,),
    RecommendationWithdrawn: (reported.tell_of_answer,),
    ReportOutdated: (reported.tell_of_answer,),
    ReportRenewed: (),
    ReportRevised: (curation.look_after_suggestions,),
    ReportVerified: (reported.tell_of_confirmation,),
    VerificationWithdrawn: (),
    ReportReviewDue: (reported.tell_of_review_date,),
    ReportAnswerDue: (reported.tell_of_due_answer,),
    ReportAdopted: (told.tell_of_adoption,),
    AdoptionChanged: (),
    AdoptionRemoved: (told.forget_adoption,),
    BookmarkDue: (told.tell_of_bookmark,),
    CaseOpened: (),
    CaseClaimed: (),
    CaseTakenOver: (),
    CaseLetGo: (),
    CaseDecided: (notice_letters.tell_outcome,),
    NoticeGiven: (notice_letters.confirm_notice,),
    CaseSettled: (),
    StatementMade: (statement_letters.send_statement,),
    ObjectionMade: (),
    ObjectionDecided: (statement_letters.tell_objection_outcome,),
    CaseNoted: (),
    SignalAdded: (),
    CannedTextSaved: (),
    CannedTextDropped: (),
    ReactionGiven: (told.tell_of_reaction,),
    ReactionWithdrawn: (told.forget_reaction,),
}

# What is told to people who look at the hub right now: by every web process to its own sockets, at
# once after the commit. Hints only: browsers ask for the truth over HTTP. See forum.realtime.hall.
REALTIME: RealtimeSubscribers = {
    SignInsEnded: (live.doubt_account,),
    ActorSuspended: (live.doubt_profile,),
    ActorBanned: (live.doubt_profile,),
    ProfileChanged: (live.doubt_profile,),
    PresenceChosen: (live.announce_presence,),
    ProgrammeLoaded: (live.doubt_everybody,),
    AudienceChanged: (live.doubt_audience,),
    MemberLeft: (live.doubt_member,),
    MemberRemoved: (live.doubt_member,),
    ModeratorDismissed: (live.doubt_member,),
    ThreadRemoved: (live.doubt_thread,),
    ThreadMoved: (live.doubt_thread,),
    ThreadMerged: (live.doubt_thread, live.announce_carried),
    ThreadSplit: (live.announce_carried,),
    PostPublished: (live.announce_post,),
    PostEdited: (live.announce_change,),
    PostRemoved: (live.announce_change,),
    PostRestored: (live.announce_change,),
    Notified: (live.announce_notifications,),
}

# What the worker looks at after each run of the relay, and so at least once a minute: work that
# waits on a slow outside, or on the clock.
AFTER_RELAY: tuple[Callable[[], object], ...] = (
    write_notices,
    send_due,
    in_batches(announce_due),
    in_batches(close_due_polls),
    fetch_titles,
)

_WEEK = dt.timedelta(days=7)

# Once a day each, at night, or as soon as the hub runs again.
SCHEDULE: tuple[Scheduled, ...] = (
    Scheduled(
        "purge_unconfirmed", in_one_transaction(lambda session: purge_unconfirmed(session, now()))
    ),
    Scheduled("prune_event_log", in_one_transaction(prune_event_log)),
    Scheduled("prune_mail", prune_mail),
    Scheduled("forget_titles", in_one_transaction(forget_titles), every=_WEEK),
    Scheduled("clean_files", clean_files),
    Scheduled("forget_senders", in_one_transaction(forget_senders)),
    Scheduled("remind_of_reports", in_batches(remind)),
    Scheduled("prune_notifications", in_one_transaction(prune_notifications)),
    Scheduled("render_again", in_batches(render_again)),
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
