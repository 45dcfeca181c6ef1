"""Putting in order what was found for a letter, and counting what there is no room for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from operator import itemgetter

from forum.digests.happenings import Candidate, NewPost
from forum.digests.models import Section
from forum.digests.sections import ORDER
from forum.digests.selection import Chosen

# Of one busy thread so many posts are quoted.
QUOTED = 2
MOST_OF_ONE_PLACE = 2


def arranged(
    found: Mapping[Section, Sequence[Candidate]], caps: Mapping[Section, int]
) -> tuple[list[Chosen], dict[str, int]]:
    """Put everything in order, and count what there is no room for."""
    items: list[Chosen] = []
    more: dict[str, int] = {}
    for section in ORDER:
        candidates = sorted(found.get(section, ()), key=itemgetter(0))
        kept = candidates if section is not Section.ELSEWHERE else _spread(candidates)
        kept = kept[: caps[section]]
        if len(kept) < len(candidates):
            more[section.value] = len(candidates) - len(kept)
        for one in kept:
            keys = one.keys or [(f"post:{post.id}", post.id) for post in quoted(one.posts)]
            for key, post_id in keys:
                items.append(
                    Chosen(
                        key,
                        section,
                        len(items) + 1,
                        one.thread_id,
                        post_id,
                        one.occasion_id,
                        one.because,
                        one.hour_id,
                    )
                )
    return items, more


def _spread(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Leave out what there is too much of from one place."""
    from_place: dict[int | None, int] = defaultdict(int)
    kept = []
    for one in candidates:
        from_place[one.channel_id] += 1
        if from_place[one.channel_id] <= MOST_OF_ONE_PLACE:
            kept.append(one)
    return kept


def quoted(posts: Sequence[NewPost]) -> list[NewPost]:
    """Return the posts that matter most, in the order of the thread: what opens it, what helped."""
    best = sorted(posts, key=lambda post: (post.number != 1, -post.weight, -post.number))
    return sorted(best[:QUOTED], key=lambda post: post.number)
