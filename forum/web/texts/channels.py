"""What is said about channels: who reads along, what is meant, and why something is refused."""

from flask_babel import lazy_gettext as _l

from forum.accounts.models import CityStatus
from forum.channels.models import Audience, ChannelKind, MembershipRole, SubscriptionLevel

SENTENCES: dict[str, object] = {
    "no_channel": _l("There is no channel at this address, or it is not open to you."),
    "members_only": _l("This channel is open to members of this forum."),
    "peers_only": _l(
        "Cities, project bearers, and the service centre talk among themselves here. "
        "Other members do not read along, and neither do authorities."
    ),
    "invited_only": _l("Only those who were invited take part in this group."),
    "channel_archived": _l("This channel is archived. It can be read, but not written in."),
    "moderators_post": _l("Only the moderators begin threads here. You are welcome to reply."),
    "not_placeable": _l("Threads can only be shown in channels of themes and cities as well."),
    "not_a_moderator": _l("Only the moderators of this channel can do that."),
    "already_member": _l("You have already joined this channel."),
    "not_a_member": _l("This person does not belong to the channel."),
    "not_a_person_here": _l("There is no member of this forum with that name."),
    "last_moderator": _l(
        "A group needs somebody to look after it. "
        "Please name another moderator first, or archive the group."
    ),
    "dismiss_first": _l("This person moderates the group. Please end that first."),
    "appointed_cannot_read": _l(
        "This person cannot read the channel: it is for cities and project bearers only."
    ),
    "everybody_joins": _l("Everybody who can read this channel joins it themselves."),
    "moderators_open_groups": _l(
        "Working groups are opened by people who moderate a channel. "
        "Please write to the moderators of your channel."
    ),
    "programme_decides": _l("Channels of the programme are archived with the programme file."),
    "group_stays_closed": _l("A working group stays with the people who were invited."),
    "only_groups_are_invited": _l("Only working groups are for invited people."),
    "audience_changed": _l(
        "Just now, more people were allowed to read along in this channel. "
        "Please look at who reads along, and send your text again."
    ),
    "audience_wider": _l(
        "People have already written here, trusting who reads along. "
        "The circle can become smaller, but not larger."
    ),
}

AUDIENCES = {
    Audience.PUBLIC: _l("Everybody can read this, without signing in too."),
    Audience.MEMBERS: _l("All members of this forum read along here, authorities included."),
    Audience.PEERS: _l("Cities and project bearers read along here, no authorities."),
    Audience.INVITED: _l("Only the people who were invited to this group read along here."),
}
# Said where there is room for the whole truth.
AUDIENCES_IN_FULL = {
    Audience.PUBLIC: _l(
        "What is written here stands on the open web and can be found by search engines. "
        "Only members can write."
    ),
    Audience.MEMBERS: _l(
        "Whoever is signed in can read: cities, project bearers, the service centre, other "
        "municipalities, multipliers, and authorities. Nobody reads without signing in."
    ),
    Audience.PEERS: _l(
        "Those who work for a city, a project bearer, or the service centre can read. Ministries, "
        "funding bodies, and all other members cannot. The administrators look after the forum and "
        "can read here too."
    ),
    Audience.INVITED: _l(
        "Only those whom the moderators have added can read, and nobody else learns that the group "
        "exists. The administrators look after the forum and can read here too."
    ),
}
AUDIENCE_NAMES = {
    Audience.PUBLIC: _l("Everybody"),
    Audience.MEMBERS: _l("All members"),
    Audience.PEERS: _l("Cities and project bearers only"),
    Audience.INVITED: _l("Invited people only"),
}

CITY_STATUS = {
    CityStatus.VERIFIED: _l("Takes part in the funding period 2021–2027."),
    CityStatus.APPLIED: _l("Has applied or handed in a concept for the funding period 2021–2027."),
    CityStatus.WORKSHOP: _l("Has prepared for the funding period 2021–2027."),
    CityStatus.UNKNOWN: _l("We do not know of a part in the funding period 2021–2027."),
}
CITY_STATUS_SHORT = {
    CityStatus.VERIFIED: _l("takes part"),
    CityStatus.APPLIED: _l("has applied"),
    CityStatus.WORKSHOP: _l("has prepared"),
    CityStatus.UNKNOWN: _l("part not known"),
}
TOOK_PART_BEFORE = _l("Took part in the funding period 2014–2020.")

NOT_JOINED = _l("You have not joined. You can read along and write all the same.")
NOT_INSIDE = _l("You do not belong to this channel.")
JOINED = {
    MembershipRole.MEMBER: _l("You have joined. What is new here is shown on your start page."),
    MembershipRole.MODERATOR: _l("You moderate this channel."),
}
SUBSCRIPTIONS = {
    None: _l("What is new here is counted in the navigation."),
    SubscriptionLevel.WATCHING: _l("You are told of every new thread from here."),
    SubscriptionLevel.MUTED: _l(
        "Nothing from here is shown on your start page, and nothing is counted as new."
    ),
}
# How to go back to neither, from each of the two.
ENDINGS = {
    None: "",
    SubscriptionLevel.WATCHING: _l("Stop watching"),
    SubscriptionLevel.MUTED: _l("Lift the muting"),
}

KINDS = {
    ChannelKind.THEME: _l("Theme"),
    ChannelKind.CITY: _l("City"),
    ChannelKind.SYSTEM: _l("About the forum"),
    ChannelKind.GROUP: _l("Working group"),
}
# Where a channel has no example of its own.
INVITATIONS = {
    ChannelKind.THEME: _l(
        "A question from your daily work belongs here, or what has worked for you."
    ),
    ChannelKind.CITY: _l("Projects, dates, and questions from this city belong here."),
    ChannelKind.SYSTEM: _l("Begin with what you would like to know or tell."),
    ChannelKind.GROUP: _l("Begin with what the group wants to achieve, and by when."),
}
