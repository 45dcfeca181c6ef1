"""Every page of the hub, and who looks at it. A new page that is missing here fails a test."""

from dataclasses import asdict, dataclass

from tests.browser.people import ADMIN, AUTHORITY, GUEST, MEMBER, MODERATOR
from tests.browser.stage import Stage


@dataclass(frozen=True)
class Visit:
    """Somebody opens a page."""

    person: str
    path: str
    status: int = 200

    def path_on(self, stage: Stage) -> str:
        """Return the path with the names of what is on the stage."""
        return self.path.format_map(asdict(stage))

    @property
    def name(self) -> str:
        """How the test is called."""
        return f"{self.person}:{self.path}"


PAGES: dict[str, tuple[Visit, ...]] = {
    "start.show": (Visit(GUEST, "/"), Visit(MEMBER, "/"), Visit(ADMIN, "/")),
    "sign_in.show": (Visit(GUEST, "/sign-in"),),
    "sign_up.show": (Visit(GUEST, "/sign-up"),),
    "sign_up.sent": (Visit(GUEST, "/sign-up/sent"),),
    "sign_up.confirm": (Visit(GUEST, "/sign-up/confirm/{sign_up_token}"),),
    "invitations.accept": (Visit(GUEST, "/join/{invitation_token}"),),
    "invitations.overview": (Visit(ADMIN, "/invitations"),),
    "approvals.overview": (Visit(ADMIN, "/approvals"),),
    "approvals.show": (Visit(ADMIN, "/approvals/{application}"),),
    "passwords.forgotten": (Visit(GUEST, "/password/forgotten"),),
    "passwords.sent": (Visit(GUEST, "/password/sent"),),
    "passwords.new": (Visit(GUEST, "/password/new/{password_token}"),),
    "passwords.change": (Visit(MEMBER, "/settings/password"),),
    "email_changes.show": (Visit(MEMBER, "/settings/email"), Visit("nora", "/settings/email")),
    "email_changes.confirm": (Visit(GUEST, "/email-change/old/{email_token}"),),
    "settings.profile": (Visit(MEMBER, "/settings/profile"),),
    "settings.display": (Visit(MEMBER, "/settings/display"),),
    "attachments.overview": (Visit(MEMBER, "/settings/files"), Visit(ADMIN, "/settings/files")),
    "sign_ins.overview": (Visit(MEMBER, "/settings/sign-ins"),),
    "profiles.show": (Visit(MEMBER, "/people/milena_krahl"), Visit(ADMIN, "/people/milena_krahl")),
    "pages.show": (
        Visit(GUEST, "/pages/imprint"),
        Visit(GUEST, "/pages/privacy"),
        Visit(GUEST, "/pages/accessibility"),
        Visit(ADMIN, "/pages/rules"),
        Visit(GUEST, "/pages/funding"),
    ),
    "pages.edit": (Visit(ADMIN, "/pages/imprint/edit"),),
    "pages.contact": (Visit(GUEST, "/contact"),),
    "notices.give": (
        Visit(GUEST, "/notices/new?about=/threads/{public_thread}"),
        Visit(MEMBER, "/notices/new"),
    ),
    "notices.show": (Visit(GUEST, "/notices/{notice_token}"),),
    "insights.desk": (Visit(MODERATOR, "/moderation"), Visit(ADMIN, "/moderation")),
    "insights.show": (Visit(ADMIN, "/insights"),),
    "cases.overview": (Visit(ADMIN, "/moderation/cases"), Visit(MODERATOR, "/moderation/cases")),
    "cases.show": (Visit(ADMIN, "/moderation/cases/{case}"),),
    "canned_texts.overview": (Visit(ADMIN, "/moderation/texts"),),
    "canned_texts.add": (Visit(ADMIN, "/moderation/texts/new"),),
    "canned_texts.change": (Visit(ADMIN, "/moderation/texts/{canned_text}"),),
    "channels.overview": (Visit(GUEST, "/channels"), Visit(MODERATOR, "/channels")),
    "channels.show": (
        Visit(GUEST, "/channels/ankuendigungen"),
        Visit(MEMBER, "/channels/begegnungsorte"),
        Visit(MEMBER, "/channels/stadt-loebau"),
        Visit(MEMBER, "/channels/stadt-bautzen"),
        Visit(ADMIN, "/channels/plattform-hilfe"),
    ),
    "channels.about": (
        Visit(MEMBER, "/channels/begegnungsorte/about"),
        Visit(ADMIN, "/channels/{group}/about"),
    ),
    "channels.archived": (Visit(MEMBER, "/channels/begegnungsorte/archive-of-threads"),),
    "channels.choose_audience": (Visit(ADMIN, "/channels/begegnungsorte/audience"),),
    "channels.choose_waiting": (Visit(ADMIN, "/channels/begegnungsorte/waiting"),),
    "watched_words.overview": (Visit(ADMIN, "/watched-words"),),
    "groups.open_one": (Visit(MODERATOR, "/groups/new"),),
    "groups.archive": (Visit(ADMIN, "/channels/{group}/archive"),),
    "memberships.show": (
        Visit(MODERATOR, "/channels/beteiligung/members"),
        Visit(ADMIN, "/channels/{group}/members"),
    ),
    "memberships.leave": (Visit("nora", "/channels/{group}/leave"),),
    "threads.show": (
        Visit(GUEST, "/threads/{public_thread}"),
        Visit(MEMBER, "/threads/{thread}"),
        Visit(MEMBER, "/threads/{own_thread}"),
        Visit(MEMBER, "/threads/{poll}"),
        Visit(AUTHORITY, "/threads/{poll}"),
        Visit(MODERATOR, "/threads/{thread}"),
        Visit(MEMBER, "/threads/{report_thread}"),
        Visit("gerd", "/threads/{report_thread}"),
    ),
    "keyboard.show": (Visit(GUEST, "/help/keyboard"), Visit(MEMBER, "/help/keyboard")),
    "printing.show": (
        Visit(GUEST, "/threads/{public_thread}/print"),
        Visit(MEMBER, "/threads/{thread}/print"),
    ),
    "threads.start": (
        Visit(MEMBER, "/channels/beteiligung/threads/new"),
        Visit(MODERATOR, "/channels/beteiligung/threads/new?kind=poll"),
    ),
    "threads.reply": (
        Visit(MEMBER, "/threads/{thread}/reply?quote={post}"),
        Visit(MEMBER, "/threads/{draft_thread}/reply"),
    ),
    "threads.place": (Visit(MEMBER, "/threads/{own_thread}/channels"),),
    "threads.remove": (Visit(ADMIN, "/threads/{own_thread}/remove"),),
    "ordering.show": (Visit(ADMIN, "/threads/{own_thread}/order"),),
    "ordering.close": (Visit(ADMIN, "/threads/{own_thread}/close"),),
    "ordering.archive": (Visit(ADMIN, "/threads/{own_thread}/archive"),),
    "ordering.retitle": (Visit(ADMIN, "/threads/{own_thread}/title"),),
    "ordering.pin": (Visit(ADMIN, "/threads/{own_thread}/pin"),),
    "ordering.feature": (Visit(ADMIN, "/threads/{own_thread}/feature"),),
    "ordering.move": (Visit(ADMIN, "/threads/{own_thread}/move"),),
    "merging.merge": (
        Visit(ADMIN, "/threads/{own_thread}/merge"),
        Visit(ADMIN, "/threads/{own_thread}/merge?into={thread}"),
    ),
    "merging.split": (Visit(ADMIN, "/threads/{thread}/split?from=2"),),
    "threads.unanswered": (Visit(MEMBER, "/threads/unanswered"),),
    "search.show": (
        Visit(GUEST, "/search"),
        Visit(MEMBER, "/search?q=hof+von:milena+nach:2020+in:nirgends+%22offen"),
        Visit(MEMBER, "/search?q=milena"),
        Visit(MEMBER, "/search?q=xylophonquark"),
    ),
    "answers.open_questions": (Visit(MEMBER, "/threads/open-questions"),),
    "polls.vote": (Visit(MEMBER, "/threads/{poll}/vote"),),
    "polls.change": (Visit(MEMBER, "/threads/{own_poll}/poll"),),
    "polls.close": (Visit(MEMBER, "/threads/{own_poll}/poll/close"),),
    "statements.overview": (Visit(MEMBER, "/settings/decisions"),),
    "statements.show": (Visit(MEMBER, "/statements/{statement}"),),
    "statements.by_link": (Visit(GUEST, "/decisions/{statement_token}"),),
    "transparency.show": (Visit(GUEST, "/transparency"),),
    "summaries.edit": (Visit(ADMIN, "/threads/{own_thread}/summary"),),
    "summaries.history": (Visit(MEMBER, "/threads/{own_thread}/summary/history"),),
    "summaries.remove": (Visit(ADMIN, "/threads/{own_thread}/summary/remove"),),
    "edit_suggestions.overview": (Visit(ADMIN, "/threads/{own_thread}/suggestions"),),
    "edit_suggestions.choose": (Visit(MEMBER, "/threads/{report_thread}/suggestions/fields"),),
    "edit_suggestions.begin": (Visit(MEMBER, "/threads/{own_thread}/suggestions/new"),),
    "edit_suggestions.show": (
        Visit(MEMBER, "/edit-suggestions/{suggestion}"),
        Visit(ADMIN, "/edit-suggestions/{suggestion}"),
    ),
    "collections.overview": (Visit(GUEST, "/collections"), Visit(MEMBER, "/collections")),
    "collections.in_channel": (
        Visit(ADMIN, "/channels/kinder-jugend/collections"),
        Visit(MEMBER, "/channels/beteiligung/collections"),
    ),
    "collections.begin": (Visit(ADMIN, "/channels/kinder-jugend/collections/new"),),
    "collections.show": (
        Visit(MEMBER, "/collections/{collection}"),
        Visit(ADMIN, "/collections/{collection}"),
    ),
    "collections.edit": (Visit(ADMIN, "/collections/{collection}/edit"),),
    "collections.arrange": (Visit(ADMIN, "/collections/{collection}/entries"),),
    "collections.remove": (Visit(ADMIN, "/collections/{collection}/remove"),),
    "collections.collect": (Visit(ADMIN, "/threads/{own_thread}/collect"),),
    "tags.overview": (Visit(GUEST, "/tags"), Visit(MEMBER, "/tags")),
    "tags.show": (Visit(MEMBER, "/tags/netzwerkarbeit"), Visit(GUEST, "/tags/grundbildung")),
    "tags.choose": (Visit(MEMBER, "/threads/{own_thread}/tags"),),
    "overviews.show": (
        Visit(GUEST, "/threads"),
        Visit(MEMBER, "/threads"),
        Visit(MEMBER, "/threads?city=stadt-loebau&unanswered=1&sort=oldest"),
        Visit(MEMBER, "/threads?theme=nirgends"),
    ),
    "overviews.mine": (
        Visit(MEMBER, "/threads/mine"),
        Visit(MEMBER, "/threads/mine?show=answered"),
    ),
    "showcase.overview": (
        Visit(GUEST, "/reports"),
        Visit(MEMBER, "/reports"),
        Visit(MEMBER, "/reports?standing=outdated&q=xylophonquark"),
    ),
    "showcase.compare": (
        Visit(MEMBER, "/reports/compare?report={report}&report={other_report}"),
        Visit(MEMBER, "/reports/compare"),
    ),
    "showcase.in_channel": (
        Visit(MEMBER, "/channels/begegnungsorte/reports"),
        Visit(MEMBER, "/channels/verstetigung/reports"),
    ),
    "report_drafts.mine": (Visit(MEMBER, "/reports/mine"), Visit("gerd", "/reports/mine")),
    "report_drafts.choose_channel": (Visit(MEMBER, "/reports/new"),),
    "report_drafts.begin": (Visit(MEMBER, "/channels/begegnungsorte/reports/new"),),
    "report_drafts.show": (Visit(MEMBER, "/reports/{own_report}"),),
    "report_drafts.edit": (
        Visit(MEMBER, "/reports/{own_report}/edit/course"),
        Visit(MEMBER, "/reports/{own_report}/edit/summary"),
    ),
    "report_reviews.show": (
        Visit(MODERATOR, "/reports/{report}/review"),
        Visit(MODERATOR, "/reports/{waiting_report}/review"),
    ),
    "report_steps.discard": (Visit(MEMBER, "/reports/{own_report}/discard"),),
    "report_steps.take": (Visit(MODERATOR, "/reports/{report}/mark_outdated"),),
    "report_sheets.show": (Visit(MEMBER, "/reports/{report}/print"),),
    "adoptions.adopt": (Visit("gerd", "/reports/{other_report}/adoptions/new"),),
    "adoptions.change": (Visit(MEMBER, "/adoptions/{adoption}/edit"),),
    "adoptions.remove": (Visit(MEMBER, "/adoptions/{adoption}/remove"),),
    "adoptions.confirm": (Visit("gerd", "/reports/{report}/confirm"),),
    "bookmarks.overview": (Visit(MEMBER, "/bookmarks"), Visit(ADMIN, "/bookmarks")),
    "bookmarks.keep": (Visit(MEMBER, "/posts/{post}/bookmark"),),
    "feeds.show": (Visit(MEMBER, "/settings/feeds"),),
    "drafts.overview": (Visit(MEMBER, "/drafts"), Visit(ADMIN, "/drafts")),
    "posts.edit": (Visit(MEMBER, "/posts/{own_post}/edit"),),
    "posts.history": (Visit(MEMBER, "/posts/{edited_post}/history"),),
    "posts.remove": (
        Visit(MEMBER, "/posts/{edited_post}/remove"),
        Visit(ADMIN, "/posts/{edited_post}/remove"),
    ),
    "notifications.overview": (
        Visit(MEMBER, "/notifications"),
        Visit(ADMIN, "/notifications?show=mentions"),
    ),
    "letter_orders.overview": (Visit(MEMBER, "/settings/letters"),),
    "letter_orders.show": (
        Visit(MEMBER, "/settings/letters/weekly"),
        Visit(MEMBER, "/settings/letters/newsletter"),
        Visit(MEMBER, "/settings/letters/channel:beteiligung"),
    ),
    "letter_orders.confirm": (Visit(GUEST, "/confirm-letters/{order_token}"),),
    "letters.overview": (Visit(MEMBER, "/letters"),),
    "letters.preview": (Visit(MEMBER, "/settings/letters/weekly/preview"),),
    "mail_settings.overview": (Visit(GUEST, "/mail-settings/{mail_settings_token}"),),
    "mail_settings.show": (Visit(GUEST, "/mail-settings/{mail_settings_token}/weekly"),),
    "editions.overview": (Visit(MODERATOR, "/editions"),),
    "editions.show": (Visit(ADMIN, "/editions/{week}"), Visit(ADMIN, "/editions/2026-W01")),
    "editions.recommend": (Visit(ADMIN, "/threads/{thread}/recommend"),),
    "delivery.overview": (Visit(ADMIN, "/delivery"),),
    "delivery.people": (Visit(ADMIN, "/delivery/people?q=thilo"),),
    "delivery.member": (Visit(ADMIN, "/delivery/people/{reader}"),),
    "mails.overview": (Visit(ADMIN, "/delivery/mails"),),
    "occasions.overview": (Visit(MEMBER, "/occasions"), Visit(ADMIN, "/occasions")),
    "occasions.add": (Visit(ADMIN, "/occasions/new"),),
    "occasions.edit": (Visit(ADMIN, "/occasions/{occasion}/edit"),),
    "occasions.remove": (Visit(ADMIN, "/occasions/{occasion}/remove"),),
    "newsletters.overview": (Visit(MEMBER, "/newsletters"), Visit(ADMIN, "/newsletters")),
    "newsletters.begin": (Visit(ADMIN, "/newsletters/new"),),
    "newsletters.show": (
        Visit(MEMBER, "/newsletters/{newsletter}"),
        Visit(ADMIN, "/newsletters/{newsletter_draft}"),
    ),
    "newsletters.edit": (Visit(ADMIN, "/newsletters/{newsletter_draft}/edit"),),
    "newsletters.schedule": (Visit(ADMIN, "/newsletters/{newsletter_draft}/schedule"),),
    "newsletters.drop": (Visit(ADMIN, "/newsletters/{newsletter_draft}/drop"),),
    "notification_settings.show": (Visit(MEMBER, "/settings/notifications"),),
    "subscriptions.overview": (Visit(MEMBER, "/following"), Visit(ADMIN, "/following")),
    "unsubscriptions.ask": (Visit(GUEST, "/unsubscribe/{unsubscribe_token}"),),
    "outbox.show": (Visit(GUEST, "/outbox"),),
    "outbox.letter": (Visit(GUEST, "/outbox/{letter}"),),
}

ERRORS = (
    Visit(GUEST, "/nowhere", 404),
    Visit(GUEST, "/threads/{thread}", 403),
    Visit(MEMBER, "/approvals", 403),
    Visit(AUTHORITY, "/channels/antrag-abrechnung", 403),
    Visit(MEMBER, "/password/new/forged", 404),
    Visit(GUEST, "/sign-out", 405),
)

# Endpoints that answer GET but show no page of their own.
NO_PAGE = {
    "static": "files",
    "messages.events": "what the script of a chat reads",
    "messages.history": "what the script of a chat reads",
    "health.alive": "a word for supervisors",
    "letters.show": "as the preview, of a letter that was sent",
    "health.ready": "a word for load balancers",
    "languages.choose": "leads back to where the reader was",
    "settings.show": "leads to the first page of the settings",
    "posts.show": "leads to the post in its thread",
    "attachments.show": "a file",
    "attachments.preview": "a picture",
    "profiles.picture": "a picture",
    "arrivals.show": "what the script of a thread's page puts on it",
    "search.suggestions": "what the script of the search field reads",
    "suggestions.people": "what the script of the editor reads",
    "suggestions.channels": "what the script of the editor reads",
    "notifications.count": "a number for the mark in the header",
    "notifications.part": "a piece of HTML",
    "feeds.channel": "what feed readers read",
    "report_exports.as_data": "a file",
    "report_steps.of_thread": "leads to the report that the thread stands for",
    "report_exports.as_table": "a file",
    "report_exports.schema": "a file",
    "report_sheets.text": "a file",
    "insights.export": "a table for spreadsheet programs",
    "feeds.thread": "what feed readers read",
    "outbox.html": "a letter, drawn by mail programs and not in our frame",
}
