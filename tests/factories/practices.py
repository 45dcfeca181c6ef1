"""Experience reports in any state, with thread, opening post, versions and history in accord."""

import datetime as dt
import itertools
from typing import Any

from sqlalchemy.orm import Session

from forum.accounts.models import Actor, City
from forum.channels.models import Channel
from forum.kernel import clock
from forum.practices.models import (
    Access,
    Adoption,
    Effort,
    ExperienceReport,
    ReportState,
    ReportStep,
    ReportVersion,
    Stage,
    TargetGroup,
    Verification,
)
from forum.threads.actions.counting import count_channels, count_thread
from forum.threads.models import Thread, ThreadKind
from tests.factories.accounts import make_actor, make_city
from tests.factories.channels import make_channel
from tests.factories.threads import make_thread, opening_post

TEXTS = {
    "summary": "Ein Tauschregal im Hof brachte Menschen ins Gespräch.",
    "bearer": "Verein Offene Höfe",
    "situation": "Im Quartier fehlte ein Ort, an dem man sich ohne Anlass trifft.",
    "goal": "Nachbarn sollten einander beim Namen kennen.",
    "approach": "Erst haben wir **gefragt**, dann gebaut:\n\n- drei Nachmittage\n- zwölf Gespräche",
    "outcome": "Vierzig Haushalte machen mit; zwei Feste sind daraus entstanden.",
    "pitfalls": "Im Winter stand das Regal leer. Nach dem Schlüssel haben wir zu spät gefragt.",
}
RELEASED = (ReportState.RELEASED, ReportState.RECOMMENDED, ReportState.OUTDATED)
REVIEW_AFTER = dt.timedelta(days=730)
_numbers = itertools.count(1)


def make_report(
    session: Session,
    *,
    state: ReportState = ReportState.RELEASED,
    channel: Channel | None = None,
    author: Actor | None = None,
    city: City | None = None,
    **values: Any,  # noqa: ANN401 - columns of the report
) -> ExperienceReport:
    """Return a report with its channel, author and city loaded; only a draft has no thread.

    `values` are columns of the report. A released one has a visible thread, any other a held one.
    """
    city = city or make_city(session, "Musterstadt")
    author = author or make_actor(session, "Rita Bericht", city=city)
    channel = channel or make_channel(session, "Begegnungsorte")
    now = clock.now()
    report = ExperienceReport(
        **{
            "channel_id": channel.id,
            "author_id": author.id,
            "city_id": city.id,
            "state": state,
            "title": f"Tauschregal im Hof, Nummer {next(_numbers)}",
            "access": Access.OPEN,
            "effort": Effort.SMALL,
            "target_groups": f"|{TargetGroup.FAMILIES}|{TargetGroup.NEIGHBOURS}|",
            "begun_on": dt.date(2025, 4, 1),
            "ended_on": dt.date(2025, 10, 31),
            "texts": dict(TEXTS),
            "updated_at": now,
            **values,
        }
    )
    session.add(report)
    if state is not ReportState.DRAFT:
        _hand_in(session, report, channel, author)
    session.commit()
    report.channel, report.author, report.city = channel, author, city
    return report


def _hand_in(session: Session, report: ExperienceReport, channel: Channel, author: Actor) -> None:
    is_released = report.state in RELEASED
    thread = make_thread(session, channel, author, report.title, _as_text(report))
    thread.kind = ThreadKind.EXPERIENCE_REPORT
    if not is_released:
        thread.visible_at = None
        opening_post(session, thread).visible_at = None
        count_thread(session, thread)
        count_channels(session, [channel.id])
    now = clock.now()
    report.thread_id = thread.id
    report.submitted_at, report.submitted_version = now, report.version
    if is_released:
        report.released_at = report.released_at or thread.visible_at
        report.review_on = report.review_on or (now + REVIEW_AFTER).date()
    if report.state is ReportState.RETURNED:
        report.due_on = report.due_on or (now + dt.timedelta(days=14)).date()
    session.flush()
    session.add(
        ReportVersion(
            report_id=report.id,
            version=report.version,
            record={"title": report.title, **report.texts},
            saved_by_id=author.id,
        )
    )
    for verb, former, state in _way_to(report.state):
        session.add(
            ReportStep(
                report_id=report.id,
                verb=verb,
                former=former,
                state=state,
                version=report.version,
                actor_id=author.id,
            )
        )


def _way_to(state: ReportState) -> list[tuple[str, ReportState | None, ReportState]]:
    """Return the steps of the history by which a report came to this state."""
    draft, submitted, reviewed = (
        ReportState.DRAFT,
        ReportState.SUBMITTED,
        ReportState.IN_REVIEW,
    )
    way: list[tuple[str, ReportState | None, ReportState]] = [("submit", draft, submitted)]
    if state is submitted:
        return way
    way.append(("begin_review", submitted, reviewed))
    verbs = {
        ReportState.RETURNED: ("return_report",),
        ReportState.RESUBMITTED: ("return_report", "resubmit"),
        ReportState.REJECTED: ("reject",),
        ReportState.RELEASED: ("release",),
        ReportState.RECOMMENDED: ("release", "recommend"),
        ReportState.OUTDATED: ("release", "mark_outdated"),
    }
    between = {"return_report": ReportState.RETURNED, "release": ReportState.RELEASED}
    before = reviewed
    for verb in verbs.get(state, ()):
        after = state if verb == verbs[state][-1] else between[verb]
        way.append((verb, before, after))
        before = after
    return way


def _as_text(report: ExperienceReport) -> str:
    return "\n\n".join(f"## {name}\n\n{text}" for name, text in report.texts.items())


def make_verification(
    session: Session,
    report: ExperienceReport,
    actor: Actor,
    stage: Stage = Stage.CONFIRMED,
    *,
    note: str = "",
) -> Verification:
    """Let somebody stand for a stage of the report, for their city where they have one."""
    verification = Verification(
        report_id=report.id,
        stage=stage,
        actor_id=actor.id,
        city_id=actor.city_id,
        version=report.version,
        note=note,
    )
    session.add(verification)
    session.commit()
    return verification


def make_adoption(
    session: Session,
    report: ExperienceReport,
    actor: Actor,
    **values: Any,  # noqa: ANN401
) -> Adoption:
    """Enter in the log that somebody has tried it, in their own city or the one given by id."""
    adoption = Adoption(
        **{
            "report_id": report.id,
            "actor_id": actor.id,
            "city_id": actor.city_id,
            "tried_on": dt.date(2026, 3, 1),
            "changed": "Wir haben zuerst die Hausverwaltung gefragt.",
            "outcome": "Nach vier Wochen war das Regal voll.",
            **values,
        }
    )
    session.add(adoption)
    report.adoption_count += 1
    session.commit()
    return adoption


def thread_of(session: Session, report: ExperienceReport) -> Thread:
    """Return the thread of a report that has one."""
    return session.get_one(Thread, report.thread_id)
