"""Who listens to what, and what happens by the clock: the one place where rooms meet."""

import forum.attachments.models
import forum.bookmarks.models
import forum.consultations.models
import forum.curation.models
import forum.digests.models
import forum.imports.models
import forum.jobs.models
import forum.mail.models
import forum.mailboxes.models
import forum.messaging.models
import forum.moderation.models
import forum.notifications.models
import forum.practices.models
import forum.screening.models
import forum.search.models
import forum.threads.models  # noqa: F401 - every table must be known to the metadata
from forum.wiring.clock import AFTER_RELAY, SCHEDULE
from forum.wiring.hints import REALTIME
from forum.wiring.subscribers import SUBSCRIBERS

__all__ = ["AFTER_RELAY", "REALTIME", "SCHEDULE", "SUBSCRIBERS"]
