"""What is new in a thread to one reader."""

import datetime as dt
from collections.abc import Sequence

from forum.digests import ranking
from forum.digests.happenings import Fresh, Happening, NewPost, ReaderFacts


def unseen(reader: ReaderFacts, one: Happening, after: dt.datetime) -> list[NewPost]:
    """Return what others wrote after the moment, without what the reader knows already."""
    mark = reader.marks.get(one.id)
    return [
        post
        for post in one.posts
        if post.visible_at > after
        and post.author_id != reader.actor_id
        and post.id not in reader.mailed
        # What was released late stands before what was read already.
        and (mark is None or post.number > mark.number or post.visible_at > mark.at)
    ]


def summed(one: Happening, posts: Sequence[NewPost]) -> Fresh:
    """Return what the posts come to."""
    voices = len({post.author_id for post in posts})
    merit = ranking.merit(posts=len(posts), voices=voices, is_needed=one.waits)
    is_new = bool(posts) and posts[0].number == 1
    at = posts[-1].visible_at if posts else one.visible_at
    return Fresh(posts, is_new, merit, at.timestamp())
