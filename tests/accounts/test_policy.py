"""Who may do what with accounts: each verdict and its condition in SQL agree on every row."""

import itertools

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from forum.accounts.actions import Details, change_profile
from forum.accounts.models import (
    Actor,
    ActorKind,
    Application,
    ApplicationState,
    Organisation,
    OrganisationKind,
    Role,
)
from forum.accounts.policy import (
    can_belong_to,
    can_come_for,
    can_decide_applications,
    can_invite,
    can_see_application,
    can_see_profile,
    needs_a_look,
    readable_applications,
    readable_profiles,
)
from forum.channels.policy import PEERS
from forum.kernel import clock
from forum.kernel.errors import NotAllowed
from tests.factories.accounts import make_actor, make_application, make_organisation


@pytest.fixture
def readers(session: Session) -> list[Actor | None]:
    return [
        None,
        make_actor(session, "Ada Mitglied"),
        make_actor(session, "Frauke Admin", role=Role.ADMIN),
    ]


def test_applications_are_read_as_the_policy_says(
    session: Session, readers: list[Actor | None]
) -> None:
    for number, state in enumerate(ApplicationState):
        make_application(session, email=f"bea{number}@example.org", state=state)
    rows = session.scalars(sa.select(Application)).all()
    for reader in readers:
        found = session.scalars(sa.select(Application).where(readable_applications(reader))).all()
        assert set(found) == {row for row in rows if can_see_application(reader, row)}
    assert any(can_see_application(readers[2], row) for row in rows)
    assert not all(can_see_application(readers[2], row) for row in rows)


def test_profiles_are_read_as_the_policy_says(
    session: Session, readers: list[Actor | None]
) -> None:
    make_actor(session, "Dora Fort").closed_at = clock.now()
    for kind in ActorKind:
        make_actor(session, kind.value).kind = kind
    session.commit()
    rows = session.scalars(sa.select(Actor)).all()
    for reader in readers:
        found = session.scalars(sa.select(Actor).where(readable_profiles(reader))).all()
        assert set(found) == {row for row in rows if can_see_profile(reader, row)}
    assert not can_see_profile(None, rows[0])


def test_only_admins_invite_and_decide(readers: list[Actor | None]) -> None:
    for policy in (can_invite, can_decide_applications):
        assert [policy(reader).reason for reader in readers] == ["signed_out", "admins_only", None]


def test_no_move_a_member_can_make_alone_leads_among_the_peers() -> None:
    kinds: list[OrganisationKind | None] = [None, *OrganisationKind]
    for present, other in itertools.product(kinds, kinds):
        allowed = can_belong_to(
            None if present is None else Organisation(kind=present),
            None if other is None else Organisation(kind=other),
        )
        if other in PEERS and present not in PEERS:
            assert not allowed
        if other in {OrganisationKind.AUTHORITY, OrganisationKind.SERVICE_CENTRE}:
            assert not allowed


def test_nobody_moves_to_an_archived_organisation() -> None:
    gone = Organisation(kind=OrganisationKind.MULTIPLIER, archived_at=clock.now())
    assert not can_belong_to(None, gone)


def test_at_an_open_hub_claims_that_open_channels_are_looked_at() -> None:
    looked_at = {kind for kind in OrganisationKind if needs_a_look(Organisation(kind=kind))}
    assert looked_at == PEERS | {OrganisationKind.AUTHORITY}
    assert not needs_a_look(None)


def test_the_action_itself_refuses_a_move_among_the_peers(session: Session) -> None:
    city = make_organisation(session, OrganisationKind.CITY)
    ada = make_actor(session, "Ada Mitglied")
    details = Details(name="Ada Mitglied", organisation_id=city.id)
    with pytest.raises(NotAllowed, match="organisation_by_admin"):
        change_profile(session, ada, details, offers="")


@pytest.mark.parametrize("kind", OrganisationKind)
def test_an_invitation_that_names_nobody_is_not_one_for_an_authority(
    kind: OrganisationKind,
) -> None:
    official = {OrganisationKind.AUTHORITY, OrganisationKind.SERVICE_CENTRE}
    assert bool(can_come_for(None, Organisation(kind=kind))) is (kind not in official)
    assert can_come_for(None, None)
