"""Open a case, or open it again; settle it where nothing is left to decide."""

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from forum.kernel import clock
from forum.kernel.errors import NotFound
from forum.kernel.event_log import record
from forum.moderation.actions.holding import hold_case
from forum.moderation.events import CaseOpened, CaseSettled, SignalAdded
from forum.moderation.models import Case, CaseState, Signal, Source, Target
from forum.moderation.queries import Facts, Standing, facts_of

# In the order in which a source says what kind of case it is.
_RANKS = {source: rank for rank, source in enumerate(Source)}


def open_case(
    session: Session,
    *,
    target: Target,
    target_id: int,
    source: Source,
    key: str,
    reason: str,
    detail: str = "",
    actor_id: int | None = None,
) -> Case:
    """Let the moderation look at the target, and return its one case; the same key counts once.

    Title, channel, person concerned and the snapshot are read from the target as it is now. A
    decided case is open again; an open one has one thing more to look at, so that a decision which
    is just being made is asked for again. Raises `NotFound` ``no_target``.
    """
    facts = facts_of(session, target, target_id)
    if facts is None:
        raise NotFound("no_target")
    case, is_new = _held_or_new(session, target, target_id, source, facts)
    if session.scalars(_signal_with(case, key)).one_or_none() is not None:
        return case
    signal = Signal(
        case_id=case.id,
        key=key,
        source=source,
        reason=reason,
        detail=detail,
        snapshot=facts.text,
        actor_id=actor_id,
    )
    session.add(signal)
    session.flush()
    _take_in(session, case, facts)
    _bring_up(session, case, signal, is_new=is_new)
    return case


def _bring_up(session: Session, case: Case, signal: Signal, *, is_new: bool) -> None:
    """Open the case, or open it again; whoever decides an open one just now has to look again."""
    source = signal.source.value
    case.fence += 1
    if is_new or case.state is CaseState.DECIDED:
        case.state = CaseState.OPEN
        case.opened_at = clock.now()
        case.decided_at = None
        opened = CaseOpened(case_id=case.id, source=source, again=not is_new)
        record(session, opened, actor_id=signal.actor_id)
    else:
        added = SignalAdded(case_id=case.id, signal_id=signal.id, source=source)
        record(session, added, actor_id=signal.actor_id)


def settle(session: Session, target: Target, target_id: int) -> Case | None:
    """Settle what waits for a decision that cannot be made any more; return the case, if any.

    A held post was withdrawn, a report answered on its own page, something with an automatic hit
    removed. Whoever gave notice or objected waits for an answer, whatever has become of the target.
    """
    case_id = session.scalars(_id_of_case(target, target_id)).one_or_none()
    if case_id is None:
        return None
    case = hold_case(session, case_id)
    if case.state is CaseState.DECIDED:
        return case
    facts = facts_of(session, target, target_id)
    now = clock.now()
    signals = session.scalars(_open_signals(case)).all()
    for signal in signals:
        if _is_over(signal.source, facts):
            signal.settled_at = now
    session.flush()
    if any(signal.settled_at is None for signal in signals):
        _rank(session, case)
        return case
    case.state = CaseState.DECIDED
    case.decided_at = now
    case.fence += 1
    case.claimed_by_id = case.claimed_until = None
    record(session, CaseSettled(case_id=case.id))
    return case


def _is_over(source: Source, facts: Facts | None) -> bool:
    standing = None if facts is None else facts.standing
    match source:
        case Source.HELD:
            return standing is not Standing.HELD
        case Source.SUBMITTED:
            return standing is not Standing.SUBMITTED
        case Source.AUTOMATIC:
            return standing in {None, Standing.REMOVED}
    return False


def _held_or_new(
    session: Session, target: Target, target_id: int, source: Source, facts: Facts
) -> tuple[Case, bool]:
    """Return the case, held, and whether it was made just now; of two at once only one makes it."""
    case_id = session.scalars(_id_of_case(target, target_id)).one_or_none()
    if case_id is not None:
        return hold_case(session, case_id), False
    case = Case(target=target, target_id=target_id, source=source, title=facts.title)
    try:
        with session.begin_nested():
            session.add(case)
    except IntegrityError:
        case_id = session.scalars(_id_of_case(target, target_id)).one()
        return hold_case(session, case_id), False
    return hold_case(session, case.id), True


def _take_in(session: Session, case: Case, facts: Facts) -> None:
    """Let the case say what is true of its target now."""
    case.title = facts.title
    case.channel_id = facts.channel_id
    case.about_id = facts.about_id
    case.barred_id = facts.barred_id
    session.flush()
    session.refresh(case, attribute_names=["channel"])
    _rank(session, case)


def _rank(session: Session, case: Case) -> None:
    """Let the weightiest open signal say what kind of case it is."""
    sources = session.scalars(_open_signals(case).with_only_columns(Signal.source)).all()
    case.source = min(sources, key=_RANKS.__getitem__, default=case.source)


def _id_of_case(target: Target, target_id: int) -> sa.Select[int]:
    return sa.select(Case.id).where(Case.target == target, Case.target_id == target_id)


def _signal_with(case: Case, key: str) -> sa.Select[int]:
    return sa.select(Signal.id).where(Signal.case_id == case.id, Signal.key == key)


def _open_signals(case: Case) -> sa.Select[Signal]:
    return sa.select(Signal).where(Signal.case_id == case.id, Signal.settled_at.is_(None))
