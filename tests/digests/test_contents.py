"""What a letter says, read anew with the rights of its reader."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Audience, Subscription, SubscriptionLevel
from forum.digests.models import (
    Edition,
    EditionEntry,
    EditionRole,
    IssueItem,
    IssueState,
    LetterKind,
    Occasion,
    Order,
    Section,
)
from forum.digests.queries.contents import contents_of
from forum.digests.queries.preview import preview_of
from forum.kernel import clock
from forum.practices.models import ReportState, ReportStep
from forum.threads.models import Thread, ThreadLevel, ThreadSubscription
from tests.digests.filling import WEEK, fill, letter_of, make_planned, told
from tests.factories.accounts import make_actor, make_city
from tests.factories.channels import make_channel, make_membership
from tests.factories.curation import make_summary
from tests.factories.notifications import make_notification
from tests.factories.practices import make_report
from tests.factories.threads import (
    make_poll,
    make_question,
    make_reply,
    make_thread,
    opening_post,
)


def a_busy_week(session: Session, reader: Actor) -> str:
    """Let something happen for every part; return the title of the report."""
    writer, editor = make_actor(session, "Otto"), make_actor(session, "Eda", role=Role.ADMIN)
    mine, far = make_channel(session), make_channel(session, "Fern")
    make_membership(session, mine, reader)
    make_thread(session, far, writer, "Anderswo")
    make_question(session, mine, writer)
    picked = make_thread(session, mine, writer, "Empfohlen")
    busy = make_thread(session, mine, writer, "Im Gespräch", "Hallo, der Hof ist offen. Ja.")
    make_reply(session, busy, writer, "Bei uns klappt das seit Mai. Danach mehr dazu.")
    answered = make_thread(session, far, reader, "Meins")
    make_notification(session, reader, make_reply(session, answered, writer, "So geht es."))
    summed_up = make_thread(session, mine, writer, "Zusammengefasst")
    make_summary(session, summed_up, editor)
    report = make_report(session, channel=far, author=writer)
    session.add(
        ReportStep(report_id=report.id, verb="release", state=ReportState.RELEASED, version=1)
    )
    make_poll(session, mine, writer, closes_at=clock.now() + dt.timedelta(days=3))
    edition = Edition(
        week=WEEK, source="Guten Tag", html="<p>Guten Tag</p>", updated_at=clock.now()
    )
    session.add_all([edition, Occasion(title="Fachtag", begins_at=clock.now() + dt.timedelta(9))])
    session.flush()
    session.add(
        EditionEntry(
            edition_id=edition.id, thread_id=picked.id, role=EditionRole.PICKED, note="Lesen!"
        )
    )
    session.commit()
    return report.title


def test_a_letter_tells_each_thing_in_its_part(session: Session) -> None:
    reader = make_actor(session, "Lea", city=make_city(session))
    report = a_busy_week(session, reader)
    contents = letter_of(session, reader)
    assert told(contents) == {
        Section.PICKS: ["Empfohlen"],
        Section.FOR_YOU: ["Meins"],
        Section.UNANSWERED: ["Wer trägt den Eigenanteil?"],
        Section.REPORTS: [report],
        Section.BUSY: ["Im Gespräch"],
        Section.DECISIONS: ["Zusammengefasst"],
        Section.OCCASIONS: ["Wann treffen wir uns?", "Fachtag"],
        Section.ELSEWHERE: ["Anderswo"],
    }
    entries = {one.title: one for part in contents.sections for one in part.entries}
    assert entries["Empfohlen"].note == "Lesen!"
    assert entries["Im Gespräch"].lines == (
        "Der Hof ist offen. Ja.",
        "Bei uns klappt das seit Mai. Danach mehr dazu.",
    )
    assert entries["Im Gespräch"].new_posts == 2
    assert entries["Meins"].lines == ("So geht es.",)
    assert entries["Meins"].number == 2
    assert contents.introduction_html == "<p>Guten Tag</p>"
    assert contents.ordered_at is not None
    assert contents.hidden == 0


def test_nothing_is_told_twice_in_the_letters_of_an_account(session: Session) -> None:
    reader, writer = make_actor(session, "Lea"), make_actor(session, "Otto")
    channel, other = make_channel(session), make_channel(session, "Zweiter")
    make_membership(session, channel, reader)
    make_membership(session, other, reader)
    make_thread(session, channel, writer, "Erstes")
    make_thread(session, other, writer, "Zweites")
    weekly = make_planned(session, reader)
    key = LetterKind.CHANNEL.key(channel.id)
    own = make_planned(session, reader, key=key, kind=LetterKind.CHANNEL, channel_id=channel.id)
    fill(session, weekly, own)
    contents = contents_of(session, [weekly, own])
    assert told(contents[own.id]) == {Section.UNANSWERED: ["Erstes"]}
    assert told(contents[weekly.id]) == {Section.UNANSWERED: ["Zweites"]}
    assert contents[own.id].channel is not None
    make_thread(session, channel, writer, "Drittes")
    assert told(letter_of(session, reader, period="2026-W49")) == {Section.UNANSWERED: ["Drittes"]}


def test_what_stood_in_a_letter_that_failed_comes_again(session: Session) -> None:
    reader, writer = make_actor(session, "Lea"), make_actor(session, "Otto")
    thread = make_thread(session, make_channel(session), writer, "Erstes")
    an_hour_ago = clock.now() - dt.timedelta(hours=1)
    thread.visible_at = opening_post(session, thread).visible_at = an_hour_ago
    session.commit()
    first = make_planned(session, reader)
    fill(session, first)
    first.state = IssueState.FAILED
    session.commit()
    again = letter_of(session, reader, period="2026-W49")
    assert told(again) == {Section.ELSEWHERE: ["Erstes"]}
    assert letter_of(session, reader, period="2026-W50").is_empty


def remove(_session: Session, thread: Thread, _reader: Actor) -> None:
    thread.removed_at = clock.now()


def hold(_session: Session, thread: Thread, _reader: Actor) -> None:
    thread.visible_at = None


def remove_post(session: Session, thread: Thread, _reader: Actor) -> None:
    opening_post(session, thread).removed_at = clock.now()


def close(_session: Session, thread: Thread, _reader: Actor) -> None:
    thread.channel.audience = Audience.PEERS


def mute(session: Session, thread: Thread, reader: Actor) -> None:
    level = ThreadLevel.MUTED
    session.add(ThreadSubscription(thread_id=thread.id, actor_id=reader.id, level=level))


def mute_channel(session: Session, thread: Thread, reader: Actor) -> None:
    level = SubscriptionLevel.MUTED
    session.add(Subscription(channel_id=thread.channel_id, actor_id=reader.id, level=level))


def leave_out(session: Session, thread: Thread, _reader: Actor) -> None:
    edition = Edition(week=WEEK, updated_at=clock.now())
    session.add(edition)
    session.flush()
    role = EditionRole.LEFT_OUT
    session.add(EditionEntry(edition_id=edition.id, thread_id=thread.id, role=role))


def ban(_session: Session, _thread: Thread, reader: Actor) -> None:
    reader.banned_at = clock.now()


@pytest.mark.parametrize(
    "change", [remove, hold, remove_post, close, mute, mute_channel, leave_out, ban]
)
def test_what_may_not_be_told_any_more_is_left_out_when_the_letter_goes_out(
    session: Session, change: Callable[[Session, Thread, Actor], None]
) -> None:
    reader, writer = make_actor(session, "Lea"), make_actor(session, "Otto")
    channel = make_channel(session)
    make_membership(session, channel, reader)
    thread = make_thread(session, channel, writer, "Erstes")
    issue = make_planned(session, reader)
    fill(session, issue)
    change(session, thread, reader)
    session.commit()
    session.expire_all()
    contents = contents_of(session, [issue])[issue.id]
    assert contents.is_empty
    assert contents.hidden == 1
    # A letter that was read may be read again, as far as rights go.
    issue.state = IssueState.SENT
    session.commit()
    is_only_unwanted = change in {mute, mute_channel, leave_out}
    assert contents_of(session, [issue])[issue.id].is_empty is not is_only_unwanted


def test_a_preview_shows_the_next_letter_and_writes_nothing(session: Session) -> None:
    reader, writer = make_actor(session, "Lea"), make_actor(session, "Otto")
    make_thread(session, make_channel(session), writer, "Erstes")
    make_planned(session, reader)
    order = session.scalars(sa.select(Order)).one()
    order.next_due_at = dt.datetime(2026, 11, 30, 6, tzinfo=dt.UTC)
    session.commit()
    contents = preview_of(session, order, clock.now())
    assert told(contents) == {Section.ELSEWHERE: ["Erstes"]}
    assert (contents.issue, contents.period) == (None, "2026-W49")
    assert not session.new
    assert not session.dirty
    assert session.scalar(sa.select(sa.func.count()).select_from(IssueItem)) == 0
