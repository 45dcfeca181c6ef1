"""Which measures fit which target in which state, and what each of them asks for."""

from collections.abc import Iterator

from forum.moderation.models import Case, Measure, Target
from forum.moderation.queries import Facts, Standing

# Whoever is concerned gets this text: it cannot be empty.
NEEDS_REASON = frozenset(Measure) - {Measure.NONE, Measure.RELEASE}
NEEDS_UNTIL = frozenset({Measure.MUTE, Measure.SUSPEND})
# Their reasons are stated under the law (Art. 17), with the rule or law they rest on.
RESTRICTING = frozenset(
    {
        Measure.REJECT,
        Measure.EDIT,
        Measure.HIDE,
        Measure.LOCK,
        Measure.WARN,
        Measure.MUTE,
        Measure.SUSPEND,
        Measure.BAN,
    }
)

_PERSON = (Measure.WARN, Measure.MUTE, Measure.SUSPEND, Measure.BAN)
_OF_TARGET = {
    Target.STATEMENT: (Measure.DISMISS, Measure.UPHOLD),
    Target.PROFILE: (Measure.NONE, *_PERSON),
    Target.ELSEWHERE: (Measure.NONE,),
}
_OF_STANDING = {
    Standing.HELD: (Measure.RELEASE, Measure.REJECT),
    Standing.SUBMITTED: (Measure.RELEASE, Measure.RETURN, Measure.REJECT),
    Standing.REMOVED: (Measure.NONE, *_PERSON),
    Standing.WITH_AUTHOR: (Measure.NONE,),
}


def fitting(case: Case, facts: Facts | None) -> tuple[Measure, ...]:
    """Return what fits, the mildest first; of what is gone, that there is nothing to do."""
    if facts is None:
        return (Measure.NONE,)
    if case.target in _OF_TARGET:
        return _OF_TARGET[case.target]
    if facts.standing is Standing.VISIBLE:
        return (Measure.NONE, *_of_text(facts), *_PERSON)
    return _OF_STANDING[facts.standing]


def _of_text(facts: Facts) -> Iterator[Measure]:
    if facts.post is not None:
        yield Measure.EDIT
        if facts.opens_thread:
            yield Measure.MOVE
    if facts.thread is not None and facts.thread.locked_at is None:
        yield Measure.LOCK
    yield Measure.HIDE
