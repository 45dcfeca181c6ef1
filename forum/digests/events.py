"""Facts about letters on a regular day, and about what their editors write."""

from forum.kernel.events import Event


class EditionEdited(Event):
    """Somebody changed the introduction to the weekly letters of one week ("2026-W48")."""

    edition_id: int
    week: str
    version: int


class EditionArranged(Event):
    """The threads that a week's letters recommend, or leave out, have changed."""

    edition_id: int
    week: str


class OccasionAdded(Event):
    """A date was added that members are told of."""

    occasion_id: int


class OccasionEdited(Event):
    """A date was moved, or is told otherwise."""

    occasion_id: int


class OccasionRemoved(Event):
    """A date was taken away."""

    occasion_id: int


class NewsletterEdited(Event):
    """A newsletter was begun or changed; nobody has got it yet."""

    newsletter_id: int
    version: int


class NewsletterTried(Event):
    """Somebody wishes to see a newsletter in their own mailbox."""

    newsletter_id: int
    version: int
    account_id: int


class NewsletterScheduled(Event):
    """A newsletter is to go out at a moment, given in ISO 8601."""

    newsletter_id: int
    send_at: str


class NewsletterTakenBack(Event):
    """A newsletter does not go out; it can be changed again."""

    newsletter_id: int
    is_missed: bool
    """Its moment had passed too long ago, as nothing was running then."""


class NewsletterDropped(Event):
    """A newsletter that was never sent was thrown away; its row is gone."""

    newsletter_id: int


class NewsletterStarted(Event):
    """A newsletter goes out from now on, and members may read it in the page."""

    newsletter_id: int


class NewsletterSent(Event):
    """Every letter of a newsletter is settled."""

    newsletter_id: int


class OrderAsked(Event):
    """An account wishes for a letter; the mail that confirms it is to be sent."""

    consent_id: int


class OrderConfirmed(Event):
    """An account gets a letter ("weekly", "newsletter", "channel:<id>") from now on."""

    account_id: int
    key: str


class OrderEnded(Event):
    """An account gets a letter no more; ``how`` says by which way it was ended."""

    account_id: int
    key: str
    how: str


class IssueResent(Event):
    """An administrator has a letter sent again that failed, or may not have arrived."""

    issue_id: int


class IssueLeft(Event):
    """An administrator has looked at a letter that failed or is unclear, and leaves it so."""

    issue_id: int
