"""Many uploads at once, on a database of their own with real connections and real commits."""

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import joinedload

from forum.accounts.models import Actor
from forum.attachments.actions import Limits, add, show_attachments
from forum.attachments.actions.clean import forget_unused
from forum.attachments.content import examined
from forum.attachments.models import Attachment, AttachmentUse
from forum.attachments.storage import new_key
from forum.extensions import db, unit_of_work
from forum.kernel import clock
from forum.kernel.errors import Invalid
from forum.threads.models import Post
from tests.factories.accounts import make_actor
from tests.factories.attachments import make_attachment, naming
from tests.factories.channels import make_channel
from tests.factories.threads import make_reply, make_thread
from tests.hubs import at_once

WRITERS = 8
SIZE = 100_000


def test_the_quota_holds_however_many_upload(hub: Flask) -> None:
    owner_id = make_actor(db.session()).id
    db.session.remove()
    limits = Limits(largest=SIZE, quota=3 * SIZE + 1, most_pixels=1)

    def upload(number: int) -> None:
        text = str(number).encode() * SIZE
        content = examined(text, "a.txt", largest=SIZE, most_pixels=1)
        with unit_of_work() as session:
            add(session, session.get_one(Actor, owner_id), content, key=new_key(), limits=limits)

    refused = at_once(hub, WRITERS, upload)
    assert [type(one) for one in refused] == [Invalid] * (WRITERS - 3)
    assert db.session().scalar(sa.select(sa.func.sum(Attachment.size))) == 3 * SIZE


def test_a_file_is_used_or_cleaned_away_never_both(hub: Flask) -> None:
    session = db.session()
    owner = make_actor(session)
    thread = make_thread(session, make_channel(session), owner)
    files = [make_attachment(session, owner) for _ in range(WRITERS)]
    for file in files:
        file.unused_at = clock.now().replace(year=2024)
    posts = [make_reply(session, thread, owner, naming(file)).id for file in files]
    session.commit()
    owner_id = owner.id
    db.session.remove()

    def use_or_clean(number: int) -> None:
        for post_id in posts if number % 2 else ():
            with unit_of_work() as writing:
                actor = writing.get_one(Actor, owner_id, options=[joinedload(Actor.organisation)])
                show_attachments(writing, actor, writing.get_one(Post, post_id))
        if number % 2 == 0:
            with unit_of_work() as writing:
                forget_unused(writing)

    assert at_once(hub, 4, use_or_clean) == []
    session = db.session()
    for file in session.scalars(sa.select(Attachment)):
        uses = session.scalars(
            sa.select(AttachmentUse.post_id).where(AttachmentUse.attachment_id == file.id)
        ).all()
        assert len(uses) == 1
        assert file.unused_at is None
