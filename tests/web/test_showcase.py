"""Experience reports as readers see them: article, lists, comparison, files, log."""

import csv
import io

import jsonschema  # type: ignore[import-untyped]
import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from forum.accounts.models import Actor, OrganisationKind, Role
from forum.channels.models import Audience, MembershipRole, Theme
from forum.practices.models import (
    Adoption,
    Effort,
    ExperienceReport,
    ReportState,
    Stage,
    Verification,
)
from tests.factories.accounts import make_actor, make_city, make_organisation, sign_in
from tests.factories.channels import make_channel, make_membership, make_theme_channel
from tests.factories.practices import (
    TEXTS,
    make_adoption,
    make_report,
    make_verification,
    thread_of,
)
from tests.factories.threads import make_reply
from tests.queries import QueryCounter
from tests.web.forms import press, submit


@pytest.fixture
def reader(client: FlaskClient, session: Session) -> Actor:
    """Return who is signed in: somebody from another city than any report's."""
    bearer = make_organisation(session, OrganisationKind.BEARER, name="Verein Nachbarn")
    city = make_city(session, "Nachbarstadt")
    actor = make_actor(session, "Kim Leserin", organisation=bearer, city=city, locale="en")
    sign_in(client, session, actor)
    return actor


def make_hidden_report(session: Session) -> ExperienceReport:
    """Return a report in a group that the reader does not belong to."""
    admin = make_actor(session, "Anna Admin", role=Role.ADMIN)
    group = make_channel(session, audience=Audience.INVITED)
    return make_report(session, channel=group, author=admin)


def test_a_report_is_an_article_with_its_facts_and_below_it_a_thread_like_any(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    report = make_report(session, state=ReportState.RECOMMENDED)
    reviewer = make_actor(session, "Jo Prüferin", organisation=reader.organisation)
    for stage in (Stage.COMPLETE, Stage.PLAUSIBLE):
        make_verification(session, report, reviewer, stage)
    make_verification(session, report, reader, note="Bei uns *auch*.")
    make_reply(session, thread_of(session, report), reader, "Wie war der Winter?")
    page = client.get(f"/threads/{thread_of(session, report).public_id}").text
    for heading in ("Initial situation", "Aim", "Result", "Pitfalls"):
        assert f"<h2>{heading}</h2>" in page, heading
    assert "What has helped" not in page, "nobody has filled that in"
    for words in ("Musterstadt", "Families, The whole neighbourhood", "April 2025 – October 2025"):
        assert words in page, words
    assert "<strong>gefragt</strong>" in page
    assert "Jo Prüferin (Verein Nachbarn) has checked on" in page
    assert "Out of its own experience, Nachbarstadt confirms it: Kim Leserin" in page
    assert "Bei uns <em>auch</em>." in page
    assert "Recommended" in page
    assert "Confirmed by another city" in page
    assert "Wie war der Winter?" in page
    assert "earlier version" not in page
    report.version += 1
    session.commit()
    assert "earlier version" in client.get(f"/threads/{thread_of(session, report).public_id}").text


def test_what_is_not_released_is_an_article_for_its_author_alone(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    own = make_report(session, state=ReportState.SUBMITTED, author=reader)
    foreign = make_report(session, state=ReportState.SUBMITTED)
    for report, status in ((own, 200), (foreign, 403)):
        paths = (
            f"/threads/{thread_of(session, report).public_id}",
            f"/reports/{report.public_id}/print",
            f"/reports/{report.public_id}/report.md",
        )
        assert [client.get(path).status_code for path in paths] == [status] * 3
    for path in ("/reports?standing=all", "/reports.csv?standing=all", "/reports.json"):
        assert own.title not in client.get(path).text, path
    assert client.get("/reports/nowhere/print").status_code == 404
    make_membership(session, foreign.channel, reader, MembershipRole.MODERATOR)
    path = f"/reports/{foreign.public_id}/print"
    assert client.get(path).status_code == 200
    foreign.state = ReportState.DRAFT
    session.commit()
    assert client.get(path).status_code == 404, "taken back: its author's own business"


def test_the_page_of_a_report_costs_no_more_for_many_entries(
    client: FlaskClient, session: Session, reader: Actor, count_queries: QueryCounter
) -> None:
    report = make_report(session)
    path = f"/threads/{thread_of(session, report).public_id}"
    client.get(path)
    with count_queries() as bare:
        client.get(path)
    for number in range(3):
        actor = make_actor(session, f"Person {number}", city=make_city(session, f"Ort {number}"))
        make_verification(session, report, actor)
        make_adoption(session, report, actor)
    with count_queries() as full:
        client.get(path)
    assert len(full) == len(bare), "\n".join(full)
    theirs = [one for one in full if "report" in one or "adoption" in one]
    assert len(theirs) == 4, "\n".join(theirs)


def test_reports_are_found_by_what_they_are_about(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    home = make_theme_channel(session)
    first = make_report(session, title="Mühlenhof", effort=Effort.LARGE, theme_id=home.theme_id)
    second = make_report(session, title="Werkstatt", target_groups="|youth|", channel=home)
    old = make_report(session, title="Alter Hof", state=ReportState.OUTDATED)
    make_verification(session, second, reader)
    theme = session.get_one(Theme, home.theme_id).slug
    cases = {
        "": {first, second},
        f"city={first.city.slug if first.city else ''}": {first},
        f"theme={theme}": {first},
        "group=youth": {second},
        "effort=large": {first},
        "standing=confirmed": {second},
        "standing=outdated": {old},
        "standing=all": {first, second, old},
        "q=mühlenhof": {first},
        "q=GEFRAGT+werkstatt": {second},
        "q=100%25": set(),
        "effort=large&group=youth": set(),
        "city=nowhere&effort=unheard&before=1-x!": {first, second},
    }
    for query, expected in cases.items():
        page = client.get(f"/reports?{query}").text
        found = {one for one in (first, second, old) if f">{one.title}</a>" in page}
        assert found == expected, query
    assert f">{first.title}</a>" in client.get(f"/channels/{home.slug}/reports").text
    assert f">{second.title}</a>" in client.get("/").text


def test_a_list_is_leafed_through_without_gaps(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    channel = make_channel(session)
    author, city = make_actor(session), make_city(session)
    titles = {
        make_report(session, channel=channel, author=author, city=city).title for _ in range(23)
    }
    first = client.get("/reports").text
    assert sum(f">{title}</a>" in first for title in titles) == 20
    older = first.split('class="pager__link"')[-1].split('href="')[1].split('"')[0]
    second = client.get(older.replace("&amp;", "&")).text
    assert {title for title in titles if f">{title}</a>" not in first} == {
        title for title in titles if f">{title}</a>" in second
    }


def test_at_most_four_stand_beside_each_other_and_only_what_the_reader_may_read(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    reports = [make_report(session) for _ in range(5)]
    closed = make_hidden_report(session)
    ids = [one.public_id for one in (*reports, closed)]

    def compared(*chosen: str) -> str:
        return client.get("/reports/compare?" + "&".join(f"report={one}" for one in chosen)).text

    pair = compared(ids[1], ids[0], ids[1])
    assert pair.index(reports[1].title) < pair.index(reports[0].title)
    assert pair.count(TEXTS["outcome"]) == 2
    assert "left out" not in pair
    assert "left out" in compared(*ids[:5])
    assert reports[4].title not in compared(*ids[:5])
    with_closed = compared(ids[0], ids[5], "%00", "x" * 50)
    assert closed.title not in with_closed
    assert "at least two" in with_closed


def test_files_hold_what_the_reader_may_read_and_no_formula(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    texts = {**TEXTS, "outcome": '=HYPERLINK("http://evil.test")', "pitfalls": "- eins\n- zwei"}
    report = make_report(session, title="@SUM(1;2); „Zitat“", texts=texts)
    hidden = make_hidden_report(session)
    make_verification(session, report, reader)
    make_adoption(session, report, reader)
    table = client.get("/reports.csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    rows = list(csv.reader(io.StringIO(table.text.removeprefix("\ufeff")), delimiter=";"))
    assert len(rows) == 2
    assert len(rows[0]) == len(rows[1])
    row = dict(zip(rows[0], rows[1], strict=True))
    assert row["Title"] == "'@SUM(1;2); „Zitat“"
    assert row["Result"].startswith("'=HYPER")
    assert row["Pitfalls"].startswith("'- eins")
    data = client.get("/reports.json").json
    assert data is not None
    jsonschema.validate(data, client.get("/reports.schema.json").json)
    (one,) = data["reports"]
    assert (one["id"], one["texts"]["outcome"]) == (report.public_id, texts["outcome"])
    assert one["verification"][0]["city"] == "Nachbarstadt"
    assert one["adoptions"][0]["outcome"] == "Nach vier Wochen war das Regal voll."
    assert hidden.title not in client.get("/reports.json").text
    assert client.get("/reports.json?effort=large").json["reports"] == []  # type: ignore[index]
    text = client.get(f"/reports/{report.public_id}/report.md").text
    assert text.startswith("# @SUM(1;2)")
    assert "## Stolpersteine" in text


def test_somebody_enters_changes_and_removes_what_they_have_tried(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    report = make_report(session)
    path = f"/reports/{report.public_id}/adoptions/new"
    assert path in client.get(f"/threads/{thread_of(session, report).public_id}").text
    refused = submit(client, path, {"outcome": "Ging.", "tried_on": "gestern"})
    assert refused.status_code == 422
    assert "Ging.</textarea>" in refused.text
    shown = submit(client, path, {"outcome": "Es ging *gut*."}, follow_redirects=True)
    assert "We have tried it in Nachbarstadt" in shown.text
    assert "Es ging <em>gut</em>." in shown.text
    again = submit(client, path, {"outcome": "Noch einmal."})
    assert "you have made an entry already" in again.text
    entry = session.query(Adoption).one()
    shown = submit(
        client, f"/adoptions/{entry.public_id}/edit", {"outcome": "Anders."}, follow_redirects=True
    )
    assert "Anders." in shown.text
    remove = f"/adoptions/{entry.public_id}/remove"
    press(client, client.get(remove), remove)
    assert "Anders." not in client.get(f"/threads/{thread_of(session, report).public_id}").text
    assert client.get(f"/adoptions/{entry.public_id}/edit").status_code == 404


def test_another_city_confirms_once_it_is_complete_and_plausible(
    client: FlaskClient, session: Session, reader: Actor
) -> None:
    report = make_report(session)
    path, page = f"/reports/{report.public_id}/confirm", thread_of(session, report).public_id
    assert path not in client.get(f"/threads/{page}").text
    assert client.get(path).status_code == 403
    for stage in (Stage.COMPLETE, Stage.PLAUSIBLE):
        make_verification(session, report, make_actor(session), stage)
    assert path in client.get(f"/threads/{page}").text
    shown = submit(client, path, {"reason": "Bei uns auch."}, follow_redirects=True)
    assert "Nachbarstadt confirms it: Kim Leserin" in shown.text
    assert path not in shown.text
    assert session.query(Verification).filter_by(stage=Stage.CONFIRMED).one().city_id == (
        reader.city_id
    )
