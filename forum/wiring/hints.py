"""What is told to people who look at the hub right now.

By every web process to its own sockets, at once after the commit. Hints only: browsers ask for the
truth over HTTP. See `forum.realtime.hall`.
"""

from forum.accounts.events import (
    ActorBanned,
    ActorSuspended,
    PresenceChosen,
    ProfileChanged,
    SignInsEnded,
)
from forum.channels.events import (
    AudienceChanged,
    MemberLeft,
    MemberRemoved,
    ModeratorDismissed,
)
from forum.channels.programme.events import ProgrammeLoaded
from forum.messaging.events import (
    MessageEdited,
    MessageRemoved,
    MessageRestored,
    MessageSent,
    ParticipantWent,
    RoomClosed,
    RoomStirred,
)
from forum.notifications.events import Notified
from forum.realtime import subscribers as live
from forum.realtime.news import RealtimeSubscribers
from forum.threads.events import (
    PostEdited,
    PostPublished,
    PostRemoved,
    PostRestored,
    ThreadMerged,
    ThreadMoved,
    ThreadRemoved,
    ThreadSplit,
)

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
    MessageSent: (live.announce_stir,),
    MessageEdited: (live.announce_stir,),
    MessageRemoved: (live.announce_stir,),
    MessageRestored: (live.announce_stir,),
    RoomStirred: (live.announce_stir,),
    RoomClosed: (live.doubt_room,),
    ParticipantWent: (live.doubt_profile,),
    Notified: (live.announce_notifications,),
}
