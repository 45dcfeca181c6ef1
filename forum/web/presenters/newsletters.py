"""Newsletters: their list, one as its readers see it, and what its editors may do with it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import format_datetime, ngettext
from flask_babel import gettext as _
from markupsafe import Markup

from forum.accounts.models import Actor
from forum.digests.models import IssueState, Newsletter, NewsletterState
from forum.digests.policy import can_edit_letters
from forum.digests.queries.newsletters import Reach, kinds_of
from forum.web.presenters.parts import Crumb
from forum.web.texts.delivery import STATES as LETTER_STATES
from forum.web.texts.editions import KINDS, STATES


@dataclass(frozen=True, slots=True)
class NewsletterLine:
    """A newsletter in the list."""

    subject: str
    url: str
    state: str
    """"" for those who only read."""
    at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class NewsletterDesk:
    """What editors see above a newsletter."""

    state: str
    standing: str
    """What happens next, as a sentence."""
    audience: str
    reach: str | None
    outcome: tuple[str, ...]
    """How many letters stand where, once it goes out."""
    is_draft: bool
    is_tried: bool
    """Whether this version has been in somebody's mailbox."""
    is_scheduled: bool
    edit_url: str
    try_url: str
    schedule_url: str
    take_back_url: str
    drop_url: str


@dataclass(frozen=True, slots=True)
class NewsletterPage:
    """A newsletter as it is read."""

    public_id: str
    subject: str
    html: Markup
    at: dt.datetime | None
    """When it began to go out."""
    desk: NewsletterDesk | None
    """`None` for those who only read."""


def newsletters_crumbs() -> tuple[Crumb, ...]:
    """Return the way back to the list."""
    return (Crumb(_("Newsletters"), url_for("newsletters.overview")),)


def newsletter_lines(
    newsletters: Sequence[Newsletter], actor: Actor | None
) -> tuple[NewsletterLine, ...]:
    """Return the lines in the order given."""
    edits = bool(can_edit_letters(actor))
    return tuple(
        NewsletterLine(
            subject=one.subject,
            url=url_for("newsletters.show", public_id=one.public_id),
            state=str(STATES[one.state]) if edits else "",
            at=one.started_at or one.send_at or one.updated_at,
        )
        for one in newsletters
    )


def newsletter_page(
    newsletter: Newsletter, reach: Reach | None, outcome: Mapping[IssueState, int]
) -> NewsletterPage:
    """Return the page; with `reach` it is that of an editor."""
    return NewsletterPage(
        public_id=newsletter.public_id,
        subject=newsletter.subject,
        html=Markup(newsletter.html),  # noqa: S704 - cleaned when it was written
        at=newsletter.started_at,
        desk=None if reach is None else _desk(newsletter, reach, outcome),
    )


def reach_in_words(reach: Reach) -> str:
    """Return how many people a newsletter reaches, and why not more."""
    said = ngettext(
        "It reaches %(num)d person now, of %(ordered)d who have ordered newsletters.",
        "It reaches %(num)d people now, of %(ordered)d who have ordered newsletters.",
        reach.reached,
        ordered=reach.ordered,
    )
    if not reach.left_out:
        return str(said)
    more = ngettext(
        "%(num)d more belongs to the audience, but pauses letters, or their address fails.",
        "%(num)d more belong to the audience, but pause letters, or their addresses fail.",
        reach.left_out,
    )
    return f"{said} {more}"


def audience_in_words(newsletter: Newsletter) -> str:
    """Return whom the newsletter is for."""
    kinds = kinds_of(newsletter)
    named = ", ".join(str(label) for kind, label in KINDS.items() if kind in kinds)
    if newsletter.channel is None:
        return named or _("For all who have ordered newsletters")
    channel = newsletter.channel.name
    if not named:
        return str(_("Only who belongs to “%(channel)s”", channel=channel))
    return str(_("%(kinds)s; only who belongs to “%(channel)s”", kinds=named, channel=channel))


def _desk(
    newsletter: Newsletter, reach: Reach, outcome: Mapping[IssueState, int]
) -> NewsletterDesk:
    public_id, state = newsletter.public_id, newsletter.state
    is_draft = state is NewsletterState.DRAFT
    is_scheduled = state is NewsletterState.SCHEDULED
    address = {
        f"{verb}_url": url_for(f"newsletters.{verb}", public_id=public_id)
        for verb in ("edit", "schedule", "take_back", "drop")
    }
    return NewsletterDesk(
        state=str(STATES[state]),
        standing=_standing(newsletter),
        audience=audience_in_words(newsletter),
        reach=reach_in_words(reach) if is_draft or is_scheduled else None,
        outcome=tuple(f"{number} {LETTER_STATES[one]}" for one, number in sorted(outcome.items())),
        is_draft=is_draft,
        is_tried=newsletter.tested_version == newsletter.version,
        is_scheduled=is_scheduled,
        try_url=url_for("newsletters.send_to_oneself", public_id=public_id),
        **address,
    )


def _standing(newsletter: Newsletter) -> str:
    if newsletter.state is NewsletterState.SCHEDULED and newsletter.send_at is not None:
        moment = format_datetime(newsletter.send_at, _("EEEE, d MMMM y, HH:mm"))
        return str(_("Goes out on %(moment)s. Until then you can take it back.", moment=moment))
    if newsletter.state is NewsletterState.SENDING:
        return str(_("The letters are going out. Members can read it here."))
    if newsletter.state is NewsletterState.SENT:
        return str(_("Every letter is settled. Members can read it here."))
    if newsletter.tested_version == newsletter.version:
        return str(_("You can set the moment when it goes out."))
    return str(_("Send it to yourself first, and look at it in your mailbox. Then set the moment."))
