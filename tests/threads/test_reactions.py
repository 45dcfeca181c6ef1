"""Who may react to what, and that each reaction is there once, whoever sends it how often."""

from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, Channel
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from forum.kernel.event_log import RecordedEvent
from forum.threads import actions, policy
from forum.threads.models import Post, Reaction, ReactionKind
from forum.threads.queries import reactions_to
from tests.factories.accounts import make_actor, make_organisation
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread, opening_post
from tests.hubs import OpenHub, at_once

NOW = clock.now()


@pytest.mark.parametrize(
    ("thing", "field", "value", "reason"),
    [
        ("thread", "locked_at", NOW, None),
        ("channel", "archived_at", NOW, "channel_archived"),
        ("thread", "removed_at", NOW, "thread_removed"),
        ("post", "removed_at", NOW, "post_removed"),
        ("post", "visible_at", None, "post_held"),
        ("thread", "visible_at", None, "post_held"),
    ],
)
def test_even_moderation_reacts_only_to_what_stands(
    session: Session, thing: str, field: str, value: object, reason: str | None
) -> None:
    channel = make_channel(session)
    thread = make_thread(session, channel, make_actor(session))
    post = opening_post(session, thread)
    setattr({"post": post, "thread": thread, "channel": channel}[thing], field, value)
    admin = make_actor(session, "Admin", role=Role.ADMIN)
    assert policy.can_react(admin, post, thread, None).reason == reason


@pytest.mark.parametrize(
    ("audience", "refused"),
    [
        (Audience.PUBLIC, {"guest": "signed_out", "closed": "members_only", "author": "own_post"}),
        (Audience.MEMBERS, {"guest": "signed_out", "closed": "members_only", "author": "own_post"}),
        (
            Audience.PEERS,
            {
                "guest": "signed_out",
                "closed": "members_only",
                "authority": "peers_only",
                "author": "own_post",
            },
        ),
    ],
)
def test_who_may_read_and_is_a_member_reacts_but_not_to_themselves(
    session: Session, audience: Audience, refused: dict[str, str]
) -> None:
    bearer = make_organisation(session, OrganisationKind.BEARER)
    authority = make_organisation(session, OrganisationKind.AUTHORITY)
    author = make_actor(session, "Autorin", organisation=bearer)
    people: dict[str, Actor | None] = {
        "guest": None,
        "author": author,
        "closed": make_actor(session, "Ehemalig", organisation=bearer),
        "authority": make_actor(session, "Amt", organisation=authority),
        "bearer": make_actor(session, "Träger", organisation=bearer),
    }
    closed = people["closed"]
    assert closed is not None
    closed.closed_at = NOW
    thread = make_thread(session, make_channel(session, audience=audience), author)
    post = opening_post(session, thread)
    verdicts = {who: policy.can_react(actor, post, thread, None) for who, actor in people.items()}
    assert {who: verdict.reason for who, verdict in verdicts.items() if not verdict} == refused


def test_a_reaction_is_told_once_and_its_withdrawal_too(session: Session) -> None:
    actor = make_actor(session, "Fan")
    channel = make_channel(session)
    post = opening_post(session, make_thread(session, channel, make_actor(session)))
    for _twice in range(2):
        actions.give_reaction(session, actor, post, kind=ReactionKind.THANKS)
    actions.give_reaction(session, actor, post, kind=ReactionKind.AGREE)
    found = reactions_to(session, actor, [post.id], with_names=True)[post.id]
    assert {kind: (one.count, one.names, one.is_mine) for kind, one in found.items()} == {
        ReactionKind.THANKS: (1, ("Fan",), True),
        ReactionKind.AGREE: (1, ("Fan",), True),
    }
    # What was said can be taken back even where nothing new can be said.
    channel.archived_at = NOW
    session.commit()
    for _twice in range(2):
        actions.withdraw_reaction(session, actor, post, kind=ReactionKind.THANKS)
    with pytest.raises(NotAllowed, match="channel_archived"):
        actions.give_reaction(session, actor, post, kind=ReactionKind.HELPFUL)
    told = [
        (row.name, row.payload["kind"])
        for row in session.query(RecordedEvent).order_by(RecordedEvent.id)
        if row.name.startswith("Reaction")
    ]
    assert told == [
        ("ReactionGiven", "thanks"),
        ("ReactionGiven", "agree"),
        ("ReactionWithdrawn", "thanks"),
    ]


def test_a_button_pressed_in_many_windows_at_once_reacts_once(
    open_hub: OpenHub, tmp_path: Path
) -> None:
    with open_hub(tmp_path) as hub, hub.app_context():
        session = db.session()
        channel: Channel = make_channel(session)
        post = opening_post(session, make_thread(session, channel, make_actor(session)))
        actor = make_actor(session, "Fan")
        post_id, actor_id = post.id, actor.id
        db.session.remove()

        def press(_number: int) -> None:
            with unit_of_work() as writing:
                actions.give_reaction(
                    writing,
                    writing.get_one(Actor, actor_id),
                    writing.get_one(Post, post_id),
                    kind=ReactionKind.THANKS,
                )

        assert at_once(hub, 6, press) == []
        session = db.session()
        assert session.query(Reaction).count() == 1
        assert session.query(RecordedEvent).filter_by(name="ReactionGiven").count() == 1
