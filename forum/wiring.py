"""Who listens to what, on a page: every event and its subscribers.

An event nobody listens to stands here too, with an empty tuple: silence is a decision.
"""

import forum.mail.models
import forum.threads.models  # noqa: F401 - every table must be known to the metadata
from forum.jobs.relay import Subscribers
from forum.pages.events import ContactMessageSent, PageEdited

SUBSCRIBERS: Subscribers = {
    PageEdited: (),
    ContactMessageSent: (),
}
