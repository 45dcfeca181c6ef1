"""Publishing a version of a page."""

import pytest
from sqlalchemy.orm import Session

from forum.accounts.models import Role
from forum.kernel.errors import Conflict, Invalid, NotAllowed
from forum.pages.actions import edit_page
from forum.pages.defaults import default_page
from forum.pages.models import PageName
from forum.pages.queries import newest_version
from tests.factories.accounts import make_actor


def test_versions_are_appended_and_the_newest_is_shown(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    for number, source in enumerate(("Erster Text", "Zweiter Text")):
        edit_page(
            session,
            admin,
            PageName.PRIVACY,
            locale="de",
            title="Datenschutz",
            source=source,
            based_on=number,
        )
    newest = newest_version(session, PageName.PRIVACY, "de")
    assert newest is not None
    assert (newest.version, newest.source) == (2, "Zweiter Text")
    assert newest_version(session, PageName.PRIVACY, "en") is None


def test_a_version_written_from_an_older_one_is_a_conflict(session: Session) -> None:
    admin = make_actor(session, role=Role.ADMIN)
    values = {"locale": "de", "title": "Datenschutz", "source": "Text", "based_on": 0}
    edit_page(session, admin, PageName.PRIVACY, **values)  # type: ignore[arg-type]
    with pytest.raises(Conflict):
        edit_page(session, admin, PageName.PRIVACY, **values)  # type: ignore[arg-type]


def test_only_administrators_publish(session: Session) -> None:
    with pytest.raises(NotAllowed):
        edit_page(
            session,
            make_actor(session),
            PageName.RULES,
            locale="de",
            title="Regeln",
            source="Text",
            based_on=0,
        )


def test_an_empty_page_is_refused(session: Session) -> None:
    with pytest.raises(Invalid):
        edit_page(
            session,
            make_actor(session, role=Role.ADMIN),
            PageName.RULES,
            locale="de",
            title="Regeln",
            source=" \n ",
            based_on=0,
        )


@pytest.mark.parametrize("name", list(PageName))
def test_every_page_is_supplied_in_both_languages(name: PageName) -> None:
    german, english = default_page(name, "de"), default_page(name, "en")
    assert german.title
    assert german.source != english.source
