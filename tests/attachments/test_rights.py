"""Who sees a file: rule and SQL agree on every file, for everybody."""

from itertools import product

import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.attachments import policy
from forum.attachments.actions import remove, show_attachments
from forum.attachments.models import Attachment
from forum.attachments.queries import uses_of
from forum.channels.models import Audience
from forum.kernel import clock
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment, naming
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.threads.test_policy import everybody

STATES = ("standing", "post removed", "post held", "thread removed", "former", "file removed")


def shelf(session: Session) -> dict[str, Actor | None]:
    """Return everybody, with a file in every state in every kind of channel, and two in none."""
    channels = [make_channel(session, level, audience=level) for level in Audience]
    people = everybody(session, channels)
    author, member = people["author"], people["member"]
    assert author is not None
    assert member is not None
    for channel, state in product(channels, STATES):
        file = make_attachment(session, author, name=f"{channel.name} {state}.pdf")
        thread = make_thread(session, channel, author)
        post = make_reply(session, thread, author, naming(file))
        show_attachments(session, author, post)
        if state == "post removed":
            post.removed_at = clock.now()
        elif state == "post held":
            post.visible_at = None
        elif state == "thread removed":
            thread.removed_at = clock.now()
        elif state == "former":
            session.execute(sa.text("UPDATE attachment_use SET is_current = false"))
        elif state == "file removed":
            file.removed_at = clock.now()
        session.commit()
    make_attachment(session, author, name="allein.pdf")
    make_attachment(session, member, name="eigene.pdf")
    # From now on the author is like any other member.
    author.role = Role.MEMBER
    session.commit()
    return people


def test_seeing_a_file_is_answered_alike_by_rule_and_by_sql(session: Session) -> None:
    people = shelf(session)
    files = session.scalars(sa.select(Attachment)).all()
    seen = {}
    for name, actor in people.items():
        by_sql = set(
            session.scalars(sa.select(Attachment.name).where(policy.readable_attachments(actor)))
        )
        by_rule = {
            file.name
            for file in files
            if policy.can_read(actor, file, uses_of(session, actor, file))
        }
        assert by_sql == by_rule, name
        seen[name] = by_sql
    assert seen["guest"] == {"public standing.pdf", "public former.pdf"}
    assert seen["closed"] == seen["guest"]
    assert seen["alone"] - seen["guest"] == {"members standing.pdf", "members former.pdf"}
    assert "peers standing.pdf" in seen["member"]
    assert "eigene.pdf" in seen["member"]
    assert "members post removed.pdf" in seen["moderator"]
    assert "allein.pdf" not in seen["admin"]
    assert not {name for names in seen.values() for name in names if "file removed" in name}
    assert len({frozenset(names) for names in seen.values()}) >= 6


def test_a_refusal_says_no_more_than_it_may(session: Session) -> None:
    author, stranger = make_actor(session, role=Role.ADMIN), make_actor(session)
    reasons = {}
    for audience in Audience:
        file = make_attachment(session, author)
        thread = make_thread(session, make_channel(session, audience=audience), author)
        show_attachments(session, author, make_reply(session, thread, author, naming(file)))
        for name, actor in (("guest", None), ("stranger", stranger)):
            uses = uses_of(session, actor, file)
            reasons[audience.value, name] = policy.can_read(actor, file, uses).reason
    assert reasons == {
        ("public", "guest"): None,
        ("public", "stranger"): None,
        ("members", "guest"): "signed_out",
        ("members", "stranger"): None,
        ("peers", "guest"): "signed_out",
        ("peers", "stranger"): "peers_only",
        ("invited", "guest"): policy.NO_ATTACHMENT,
        ("invited", "stranger"): policy.NO_ATTACHMENT,
    }


def test_a_file_that_a_post_speaks_of_is_not_deleted_under_it(session: Session) -> None:
    owner, stranger = make_actor(session), make_actor(session)
    admin = make_actor(session, role=Role.ADMIN)
    file = make_attachment(session, owner)
    cases = [
        (owner, False, None),
        (owner, True, "attachment_is_shown"),
        (stranger, False, "not_your_attachment"),
        (None, False, "not_your_attachment"),
        (admin, True, None),
    ]
    for actor, is_shown, reason in cases:
        assert policy.can_remove(actor, file, is_shown=is_shown).reason == reason
    assert policy.can_attach(None).reason == "signed_out"
    assert policy.can_describe(stranger, file).reason == "not_your_attachment"
    remove(session, owner, file)
    assert policy.can_describe(owner, file).reason == policy.NO_ATTACHMENT
