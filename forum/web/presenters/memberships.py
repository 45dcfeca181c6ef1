"""The people of a channel, and what a moderator may do about each."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from forum.accounts.models import Actor
from forum.channels import policy
from forum.channels.models import Channel, Membership, MembershipRole
from forum.web.presenters.channels import Standing
from forum.web.presenters.parts import Person, Tool
from forum.web.presenters.people import person_of


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in the list of a channel."""

    person: Person
    tools: tuple[Tool, ...] = ()


def member_rows(
    standing: Standing, members: Sequence[tuple[Actor, Membership]]
) -> tuple[MemberRow, ...]:
    """Return the members with the buttons that this reader may press."""
    moderators = [m for _actor, m in members if m.role is MembershipRole.MODERATOR]
    return tuple(
        MemberRow(
            person=person_of(actor, role=_role(membership)),
            tools=_tools(standing, actor, membership, len(moderators)),
        )
        for actor, membership in members
    )


def adds_people(standing: Standing) -> bool:
    """Tell whether the reader may bring people in: to a group, or as moderators."""
    actor, channel, own = standing.actor, standing.channel, standing.membership
    if actor is None:
        return False
    adds = policy.can_change_members(actor, channel, own)
    return bool(adds or policy.can_appoint(actor, channel, own, appointed=actor))


def candidates(standing: Standing, people: Sequence[Actor]) -> tuple[MemberRow, ...]:
    """Return the people whom the search found, each with the button that brings them in."""
    actor, channel, own = standing.actor, standing.channel, standing.membership
    if policy.can_change_members(actor, channel, own):
        return tuple(_row(channel, person, "add") for person in people)
    return tuple(
        _row(channel, person, "appoint")
        for person in people
        if policy.can_appoint(actor, channel, own, appointed=person)
    )


def _row(channel: Channel, person: Actor, verb: str) -> MemberRow:
    label = _("Add to the group") if verb == "add" else _("Name as moderator")
    url = url_for(f"memberships.{verb}", slug=channel.slug, handle=person.handle)
    return MemberRow(person_of(person), (Tool(label, "user-plus", url, "post"),))


def _role(membership: Membership) -> str | None:
    return _("Moderation") if membership.role is MembershipRole.MODERATOR else None


def _tools(
    standing: Standing, person: Actor, membership: Membership, moderators: int
) -> tuple[Tool, ...]:
    actor, channel, own = standing.actor, standing.channel, standing.membership
    tools = []

    def add(label: str, icon: str, verb: str, *, is_grave: bool = False) -> None:
        url = url_for(f"memberships.{verb}", slug=channel.slug, handle=person.handle)
        tools.append(Tool(label, icon, url, "post", is_grave=is_grave))

    if membership.role is MembershipRole.MEMBER:
        if policy.can_appoint(actor, channel, own, appointed=person):
            add(_("Name as moderator"), "shield", "appoint")
        is_self = actor is not None and actor.id == person.id
        if not is_self and policy.can_remove(actor, channel, own, removed=membership):
            add(_("Take out of the group"), "user-x", "remove", is_grave=True)
    elif policy.can_dismiss(
        actor, channel, own, dismissed=membership, other_moderators=moderators - 1
    ):
        add(_("End moderation"), "shield", "dismiss")
    return tuple(tools)
