"""Suggested edits: taken over and refused piece by piece, until nothing is left or nothing fits."""

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, Role
from forum.channels.models import Membership, MembershipRole
from forum.curation import actions
from forum.curation.models import Suggestion, SuggestionState, Summary, SummaryVersion
from forum.kernel.errors import Conflict, ForumError, Invalid, NotAllowed, NotFound, TooMany
from forum.practices.models import ReportState
from forum.threads.models import Thread
from tests.factories.accounts import make_actor
from tests.factories.channels import make_channel, make_membership, make_theme_channel
from tests.factories.curation import TEXT, make_suggestion, make_summary
from tests.factories.practices import make_report
from tests.factories.threads import make_thread, opening_post

TWO_PIECES = TEXT.replace("ganz", "zur Hälfte").replace("der Sport", "die Kultur")


class Scene:
    """A summary of Mo's, who moderates, and a suggestion of Sia's with two pieces."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.mo, self.sia = make_actor(session, "Mo"), make_actor(session, "Sia")
        channel = make_channel(session)
        make_membership(session, channel, self.mo, MembershipRole.MODERATOR)
        self.thread: Thread = make_thread(session, channel, self.sia)
        self.summary: Summary = make_summary(session, self.thread, self.mo)
        self.suggestion = make_suggestion(session, self.thread, self.sia, TWO_PIECES)

    def accept(self, *places: int, by: Actor | None = None) -> Suggestion:
        return actions.accept_pieces(
            self.session, by or self.mo, self.suggestion, places=places or None
        )

    def refuse(self, *places: int) -> Suggestion:
        return actions.refuse_pieces(self.session, self.mo, self.suggestion, places=places or None)


@pytest.fixture
def scene(session: Session) -> Scene:
    return Scene(session)


def test_a_piece_is_taken_over_and_another_refused_and_then_it_is_settled(scene: Scene) -> None:
    assert scene.accept(1).state is SuggestionState.OPEN
    assert scene.summary.source == TEXT.replace("der Sport", "die Kultur")
    assert (scene.summary.version, scene.summary.edited_by_id) == (2, scene.mo.id)
    # Pressed twice, it is the same.
    assert scene.accept(1).state is SuggestionState.OPEN
    assert scene.summary.version == 2
    with pytest.raises(Conflict, match="piece_decided"):
        scene.refuse(1)
    assert scene.refuse(0).state is SuggestionState.SETTLED
    assert (scene.suggestion.accepted, scene.suggestion.refused) == ("1", "0")
    for decide in (scene.accept, scene.refuse):
        with pytest.raises(Conflict, match="suggestion_settled"):
            decide()
    assert scene.session.query(SummaryVersion).one().source == TEXT


def test_taking_all_over_leaves_out_what_fits_no_more(scene: Scene) -> None:
    make_summary(scene.session, scene.thread, scene.mo, TEXT.replace("ganz", "ein Drittel"))
    with pytest.raises(Conflict, match="piece_stale"):
        scene.accept(0)
    assert scene.accept().state is SuggestionState.OPEN
    assert scene.suggestion.accepted == "1"
    assert "ein Drittel" in scene.summary.source
    assert "die Kultur" in scene.summary.source
    actions.age_suggestions(scene.session, scene.thread.id)
    assert scene.suggestion.state is SuggestionState.STALE


def test_a_suggestion_is_overtaken_only_when_nothing_of_it_fits(scene: Scene) -> None:
    make_summary(scene.session, scene.thread, scene.mo, TEXT.replace("ganz", "ein Drittel"))
    assert actions.age_suggestions(scene.session, scene.thread.id) == 0
    make_summary(scene.session, scene.thread, scene.mo, "Alles neu.")
    assert actions.age_suggestions(scene.session, scene.thread.id) == 1
    assert actions.age_suggestions(scene.session, scene.thread.id) == 0
    assert scene.suggestion.state is SuggestionState.STALE


def dismissed(scene: Scene) -> None:
    scene.session.query(Membership).filter_by(actor_id=scene.mo.id).update({"role": "member"})


def archived(scene: Scene) -> None:
    scene.thread.channel.archived_at = scene.summary.updated_at


def by_its_author(scene: Scene) -> None:
    scene.accept(0, by=scene.sia)


@pytest.mark.parametrize("happens", [dismissed, archived, by_its_author])
def test_nobody_decides_who_may_not_edit_the_text_now(
    scene: Scene, happens: Callable[[Scene], None]
) -> None:
    with pytest.raises(NotAllowed):  # noqa: PT012 - one of the two
        happens(scene)
        scene.accept(0)
    assert scene.summary.source == TEXT


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"proposed": TEXT}, Invalid),
        ({"proposed": " "}, Invalid),
        ({"version": 7}, Conflict),
        ({"field": "pitfalls"}, NotFound),
        ({"field": "nonsense"}, NotFound),
    ],
)
def test_what_cannot_be_suggested_is_refused(
    scene: Scene, values: dict[str, object], error: type[ForumError]
) -> None:
    sent = {"field": "", "proposed": "Anders.", "version": 1, **values}
    with pytest.raises(error):
        actions.suggest(scene.session, scene.sia, scene.thread, **sent)  # type: ignore[arg-type]


def test_a_suggestion_sent_twice_is_one_and_nobody_makes_them_without_end(scene: Scene) -> None:
    session = scene.session
    assert make_suggestion(session, scene.thread, scene.sia, TWO_PIECES) is scene.suggestion
    for number in range(9):
        make_suggestion(session, scene.thread, scene.sia, f"Nummer {number}")
    with pytest.raises(TooMany):
        make_suggestion(session, scene.thread, scene.sia, "Eine mehr")
    actions.withdraw_suggestion(session, scene.sia, scene.suggestion)
    with pytest.raises(NotAllowed):
        actions.withdraw_suggestion(session, scene.mo, session.query(Suggestion).all()[-1])
    assert make_suggestion(session, scene.thread, scene.sia, "Eine mehr").id


def test_a_field_of_a_released_report_is_changed_with_its_opening_post(session: Session) -> None:
    channel = make_theme_channel(session)
    mo, sia = make_actor(session, "Mo", role=Role.ADMIN), make_actor(session, "Sia")
    report = make_report(session, channel=channel, theme_id=channel.theme_id)
    thread = session.get_one(Thread, report.thread_id)
    former = report.texts["pitfalls"]
    suggestion = make_suggestion(
        session, thread, sia, f"{former}\n\nUnd im Sommer auch.", field="pitfalls"
    )
    with pytest.raises(NotAllowed):
        actions.accept_pieces(session, sia, suggestion)
    actions.accept_pieces(session, mo, suggestion)
    session.commit()
    assert report.texts["pitfalls"] == f"{former}\n\nUnd im Sommer auch."
    assert report.version == 2
    assert "Und im Sommer auch." in opening_post(session, thread).source
    assert suggestion.state is SuggestionState.SETTLED


def test_of_a_report_that_is_not_released_nothing_is_suggested(session: Session) -> None:
    report = make_report(session, state=ReportState.SUBMITTED)
    thread = session.get_one(Thread, report.thread_id)
    for person in (report.author, make_actor(session, "Sia")):
        with pytest.raises(ForumError):
            make_suggestion(session, thread, person, "Anders", field="goal")
