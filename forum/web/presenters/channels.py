"""A channel as its page shows it: who reads along, who moderates, and what the reader may do."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Actor, City
from forum.channels import policy
from forum.channels.models import Audience as Level
from forum.channels.models import (
    Channel,
    ChannelKind,
    Membership,
    MembershipRole,
    Posting,
    SubscriptionLevel,
)
from forum.digests.policy import can_order
from forum.kernel.verdict import Denied, Verdict
from forum.web.presenters.parts import Audience, Choice, Crumb, Person, Tool
from forum.web.presenters.people import person_of
from forum.web.texts import refusal, sentence
from forum.web.texts.channels import (
    AUDIENCES,
    AUDIENCES_IN_FULL,
    CITY_STATUS,
    ENDINGS,
    INVITATIONS,
    JOINED,
    KINDS,
    NOT_INSIDE,
    NOT_JOINED,
    SUBSCRIPTIONS,
    TOOK_PART_BEFORE,
)
from forum.web.texts.holding import RELEASES_IN_FULL

SORBIAN = "hsb"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a reader stands to a channel; what the rules are asked about."""

    actor: Actor | None
    channel: Channel
    membership: Membership | None
    level: SubscriptionLevel | None = None

    @property
    def start(self) -> Verdict:
        """Whether the reader may begin a thread."""
        return policy.can_start_thread(self.actor, self.channel, self.membership)

    @property
    def moderate(self) -> Verdict:
        """Whether the reader keeps order."""
        return policy.can_moderate(self.actor, self.channel, self.membership)


@dataclass(frozen=True, slots=True)
class Part:
    """What the reader has to do with the channel, each state a sentence, each change a button."""

    membership: str
    subscription: str
    tools: tuple[Tool, ...] = ()
    """Leaving; joining stands at the top of the page."""
    refusal: str | None = None
    """Why leaving is not possible now."""
    wishes: tuple[tuple[Tool, str], ...] = ()
    """How much one wishes to hear: a button, and a sentence about what it does."""
    letter: Tool | None = None
    """The way to the letter of the channel."""


@dataclass(frozen=True, slots=True)
class ChannelHead:
    """The top of every page of a channel."""

    name: str
    slug: str
    url: str
    kind: str
    summary: str
    other_name: str | None
    """The Sorbian name of a city; its language is ``hsb``."""
    audience: Audience
    audience_in_full: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Choice, ...]
    moderators: tuple[Person, ...]
    is_archived: bool
    is_group: bool
    start_url: str | None
    start_refusal: str | None
    """Why the reader cannot begin a thread, where that is worth saying."""
    join: Tool | None
    part: Part | None
    """``None`` for readers who are not signed in."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What an empty channel says instead of a list."""

    text: str
    example: str
    start_url: str | None


@dataclass(frozen=True, slots=True)
class CityFacts:
    """What is known of a city, in words."""

    district: str
    status: str
    before: str | None


@dataclass(frozen=True, slots=True)
class About:
    """The page about a channel."""

    member_count: int
    members_url: str | None
    city: CityFacts | None
    waiting: str
    """What waits for release here."""
    tools: tuple[Tool, ...]
    """What can be changed about the channel itself."""


def audience_of(level: Level) -> Audience:
    """Return the audience as the sentence that stands below a title and beside an editor."""
    return Audience(level=level.value, sentence=str(AUDIENCES[level]))


def channel_head(standing: Standing, moderators: Sequence[Actor], tab: str) -> ChannelHead:
    """Return the head; `tab` is the endpoint of the view that is open."""
    channel = standing.channel
    return ChannelHead(
        name=channel.name,
        slug=channel.slug,
        url=url_for("channels.show", slug=channel.slug),
        kind=str(KINDS[channel.kind]),
        summary=channel.description,
        other_name=None if channel.city is None else channel.city.sorbian_name,
        audience=audience_of(channel.audience),
        audience_in_full=str(AUDIENCES_IN_FULL[channel.audience]),
        crumbs=(Crumb(_("Channels"), url_for("channels.overview")),),
        tabs=_tabs(standing, tab),
        moderators=tuple(person_of(actor) for actor in moderators),
        is_archived=channel.archived_at is not None,
        is_group=channel.kind is ChannelKind.GROUP,
        start_url=url_for("threads.start", slug=channel.slug) if standing.start else None,
        start_refusal=_start_refusal(standing),
        join=_join(standing),
        part=None if standing.actor is None else _part(standing, moderators),
    )


def invitation(standing: Standing) -> Invitation:
    """Return the words of a channel in which nobody has written yet."""
    channel = standing.channel
    example = str(INVITATIONS[channel.kind])
    if channel.example:
        example = _("An example of what belongs here: “%(title)s”", title=channel.example)
    return Invitation(
        text=_("Nobody has written here yet."),
        example=example,
        start_url=url_for("threads.start", slug=channel.slug) if standing.start else None,
    )


def channel_about(standing: Standing, member_count: int, *more: Tool) -> About:
    """Return what stands on the page about the channel, with what the reader may change."""
    actor, channel, membership = standing.actor, standing.channel, standing.membership
    is_seen = policy.can_see_members(actor, channel, membership)
    return About(
        member_count=member_count,
        members_url=url_for("memberships.show", slug=channel.slug) if is_seen else None,
        city=None if channel.city is None else _city_facts(channel.city),
        waiting=str(RELEASES_IN_FULL[channel.waiting]),
        tools=(*_shape_tools(standing), *more),
    )


def _city_facts(city: City) -> CityFacts:
    return CityFacts(
        district=city.district,
        status=str(CITY_STATUS[city.status]),
        before=str(TOOK_PART_BEFORE) if city.took_part_before else None,
    )


def _shape_tools(standing: Standing) -> tuple[Tool, ...]:
    actor, channel, membership = standing.actor, standing.channel, standing.membership
    tools = []
    if policy.can_change_audience(actor, channel):
        url = url_for("channels.choose_audience", slug=channel.slug)
        tools.append(Tool(_("Change who reads along"), "users", url))
    if policy.can_change_waiting(actor, channel, membership):
        url = url_for("channels.choose_waiting", slug=channel.slug)
        tools.append(Tool(_("Change what waits for release"), "hourglass", url))
    if policy.can_archive(actor, channel, membership):
        if channel.archived_at is None:
            url = url_for("groups.archive", slug=channel.slug)
            tools.append(Tool(_("Archive the group …"), "inbox", url))
        else:
            url = url_for("groups.reopen", slug=channel.slug)
            tools.append(Tool(_("Take up the group again"), "history", url, "post"))
    return tuple(tools)


def _tabs(standing: Standing, tab: str) -> tuple[Choice, ...]:
    """Return the views of the channel; the chat is for members, who alone have a name in it."""
    views = (
        ("channels.show", _("Threads")),
        ("showcase.in_channel", _("Experience reports")),
        ("chat.of_channel", _("Chat")),
        ("collections.in_channel", _("Dossiers")),
        ("channels.about", _("About")),
    )
    return tuple(
        Choice(label, url_for(endpoint, slug=standing.channel.slug), is_current=endpoint == tab)
        for endpoint, label in views
        if standing.actor is not None or endpoint != "chat.of_channel"
    )


def _start_refusal(standing: Standing) -> str | None:
    """Name the reason where it is about the channel; who is signed out sees how to sign in."""
    channel = standing.channel
    if channel.archived_at is not None:
        return sentence("channel_archived")
    verdict = standing.start
    if isinstance(verdict, Denied) and verdict.reason == "muted":
        return refusal(verdict)
    if channel.posting is Posting.MODERATORS and isinstance(verdict, Denied):
        return sentence("moderators_post")
    return None


def _join(standing: Standing) -> Tool | None:
    if not policy.can_join(standing.actor, standing.channel, standing.membership):
        return None
    url = url_for("memberships.join", slug=standing.channel.slug)
    return Tool(label=_("Join the channel"), icon="user-plus", url=url, method="post")


def _part(standing: Standing, moderators: Sequence[Actor]) -> Part:
    channel, membership = standing.channel, standing.membership
    leave = _leave_verdict(standing, moderators)
    tools = (_leave(channel, membership),) if leave and membership is not None else ()
    refused = membership is not None and isinstance(leave, Denied)
    return Part(
        membership=_belonging(standing),
        subscription=str(SUBSCRIPTIONS[standing.level]),
        tools=tools,
        refusal=sentence(leave.reason) if refused and leave.reason else None,
        wishes=_wishes(standing),
        letter=_letter(standing),
    )


def _leave(channel: Channel, membership: Membership) -> Tool:
    """Ask first where the way back needs somebody else: out of a group, or of the moderation."""
    is_group = channel.kind is ChannelKind.GROUP
    is_grave = is_group or membership.role is MembershipRole.MODERATOR
    label = _("Leave the group …") if is_group else _("Leave the channel …")
    return Tool(
        label=label if is_grave else _("Leave the channel"),
        icon="log-out",
        url=url_for("memberships.leave", slug=channel.slug),
        method="get" if is_grave else "post",
    )


def _leave_verdict(standing: Standing, moderators: Sequence[Actor]) -> Verdict:
    actor = standing.actor
    others = [person for person in moderators if actor is not None and person.id != actor.id]
    return policy.can_leave(
        actor, standing.channel, standing.membership, other_moderators=len(others)
    )


def _belonging(standing: Standing) -> str:
    actor, channel, membership = standing.actor, standing.channel, standing.membership
    if membership is not None:
        return str(JOINED[membership.role])
    writes = policy.can_write(actor, channel, membership)
    return str(NOT_JOINED if writes else NOT_INSIDE)


def _letter(standing: Standing) -> Tool | None:
    if not can_order(standing.actor, standing.channel, standing.membership):
        return None
    name = f"channel:{standing.channel.slug}"
    return Tool(_("Channel letter"), "mail", url_for("letter_orders.show", name=name))


def _wishes(standing: Standing) -> tuple[tuple[Tool, str], ...]:
    channel, level = standing.channel, standing.level
    if not policy.can_subscribe(standing.actor, channel, standing.membership):
        return ()
    choices = (
        (SubscriptionLevel.WATCHING, _("Watch"), "eye"),
        (None, str(ENDINGS[level]), "bell"),
        (SubscriptionLevel.MUTED, _("Mute"), "bell-off"),
    )
    url = url_for("subscriptions.choose", slug=channel.slug)
    return tuple(
        (
            Tool(label, icon, url, "post", fields=(("level", choice.value if choice else ""),)),
            str(SUBSCRIPTIONS[choice]),
        )
        for choice, label, icon in choices
        if choice is not level
    )
