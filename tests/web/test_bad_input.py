"""Nothing that anybody can send makes the hub answer with an error of its own.

Every address and every form is tried with hostile values, one field at a time beside good ones;
each request is taken back, so the next one finds the hub as it was.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_from_bytes

import pytest
import sqlalchemy as sa
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from forum.accounts.actions import invite, request_email_change, request_password_reset
from forum.accounts.models import Actor, ApplicationState, OrganisationKind, Role, SignIn
from forum.bookmarks.actions import keep_bookmark
from forum.channels.models import Channel, ChannelKind
from forum.curation.actions import add_thread
from forum.moderation.actions import open_case
from forum.moderation.actions.give_notice import Sender, Told, give_notice
from forum.moderation.models import Measure, Notice, NoticeReason, Source, Target
from forum.notifications.ending import PURPOSE, Ending
from forum.notifications.kinds import Kind
from forum.practices.models import ReportState
from forum.settings import SignUp
from forum.threads.actions import Unfinished, save_draft
from forum.threads.models import Thread
from forum.web.context import signer
from forum.web.presenters.notices import PURPOSE as NOTICE
from forum.web.presenters.statements import PURPOSE as STATEMENT
from tests.factories.accounts import (
    account_of,
    make_actor,
    make_application,
    make_organisation,
    sign_in,
)
from tests.factories.attachments import make_attachment
from tests.factories.channels import make_channel, make_former_slug, make_membership
from tests.factories.curation import make_collection, make_suggestion, make_summary
from tests.factories.editions import edited
from tests.factories.letters import letter_tokens
from tests.factories.moderation import make_statement
from tests.factories.notifications import make_notification
from tests.factories.practices import make_adoption, make_report, thread_of
from tests.factories.threads import make_poll, make_reply, make_tag, make_thread
from tests.web.forms import form_with
from tests.web.hostile import (
    ELSEWHERE,
    FIELDS,
    GOOD,
    HOSTILE,
    IN_PATHS,
    IN_QUERIES,
    NUMBERS,
    QUERY,
)
from tests.web.hostile_chat import chat_named

Values = dict[str, str | bytes]

# So that the workers of a test run can divide them.
SHARES = 4
SHARED = pytest.mark.parametrize("share", range(SHARES))


@dataclass
class Stage:
    """Everything an address can name, and a signed-in administrator's browser."""

    connection: sa.Connection
    client: FlaskClient
    cookie: str
    token: str
    named: dict[str, str]
    """By argument, or by endpoint and argument where it is another thing there."""

    def arguments(self, rule: Rule) -> Values:
        """Return good arguments for the rule."""
        return {
            name: self.named.get(f"{rule.endpoint}.{name}") or self.named[name]
            for name in rule.arguments
        }

    def fault(self, method: str, address: str, values: Values | None = None) -> str | None:
        """Send a request and take it back; return what went wrong."""
        body = None if values is None else encoded({**values, "csrf_token": self.token})
        taken_back = self.connection.begin_nested()
        try:
            response = self.client.open(
                address,
                method=method,
                data=body,
                content_type=body and "application/x-www-form-urlencoded",
                headers={"Cookie": f"session={self.cookie}"},
            )
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what the test is about
            return f"{method} {address[:80]}: {type(error).__name__}: {str(error)[:200]}"
        finally:
            taken_back.rollback()
        # 400 would be the CSRF token: then nothing was tried at all.
        is_fine = response.status_code < 500 and response.status_code != 400
        return None if is_fine else f"{method} {address[:80]}: {response.status}"


def encoded(values: Values) -> str:
    """Return values as a browser sends them, or as nobody's browser does."""
    return "&".join(f"{name}={percent(value)}" for name, value in values.items())


def percent(value: str | bytes) -> str:
    """Return a value as it stands in an address."""
    return quote_from_bytes(value, safe="") if isinstance(value, bytes) else quote(value, safe="")


def address_of(rule: Rule, arguments: Values) -> str:
    """Return the address that the rule makes of these arguments, good or not."""
    address = rule.rule
    for name, value in arguments.items():
        address = address.replace(f"<{name}>", percent(value))
    return address


@pytest.fixture
def stage(
    app: Flask,
    session: Session,
    client: FlaskClient,
    _transaction: sa.Connection,
    sign_up_is: Callable[[SignUp], None],
) -> Stage:
    sign_up_is(SignUp.OPEN)
    admin = make_actor(session, "Frauke", role=Role.ADMIN)
    sign_in(client, session, admin)
    token = form_with(client.get("/contact"), "text").values["csrf_token"][0]
    cookie = client.get_cookie("session", domain="forum.test")
    assert cookie is not None
    bare = type(client)(app, app.response_class, use_cookies=False)
    named = _people(session, admin) | _rooms(session, admin) | _file(session, admin)
    named |= letter_tokens(session, admin, signer().sign) | edited(session, admin)
    named |= _curated(session, admin, named["public_id"]) | _reported(session, admin)
    named |= chat_named(session, admin)
    return Stage(_transaction, bare, cookie.value, token, named)


def _people(session: Session, admin: Actor) -> dict[str, str]:
    make_organisation(session, OrganisationKind.CITY)
    waiting = make_application(session, email="warten@example.org")
    unconfirmed = make_application(
        session, email="neu1@example.org", state=ApplicationState.UNCONFIRMED
    )
    invitation = invite(session, admin, email="gast@example.org", locale="de")
    account = account_of(session, admin)
    change = request_email_change(session, account, new_email="anders@example.org")
    reset = request_password_reset(session, email=account.email, locale="de")
    session.commit()
    sign = signer().sign
    old = sign("email_change_old", change.public_id)
    return {
        "handle": make_actor(session, "Ida").handle,
        "approvals.show.public_id": waiting.public_id,
        "approvals.accept.public_id": waiting.public_id,
        "approvals.refuse.public_id": waiting.public_id,
        "invitations.revoke.public_id": invitation.public_id,
        "invitations.accept.token": sign("invitation", invitation.public_id),
        "passwords.new.token": sign("password_reset", reset.public_id),
        "sign_up.confirm.token": sign("application", unconfirmed.public_id),
        "sign_up.confirmed.token": sign("application", unconfirmed.public_id),
        "unsubscriptions.ask.token": sign(PURPOSE, Ending(account.id, (Kind.MENTION,)).text()),
        "unsubscriptions.end.token": sign(PURPOSE, Ending(account.id, (Kind.MENTION,)).text()),
        "sign_ins.end.public_id": session.scalars(sa.select(SignIn)).one().public_id,
        **_statement(session, admin),
        "notices.show.token": sign(NOTICE, _notice(session, admin).public_id),
        "side": "old",
        "token": old,
    }


def _notice(session: Session, admin: Actor) -> Notice:
    told = Told("/", "/", NoticeReason.UNTRUE, "Das stimmt nicht.", good_faith=True)
    notice = give_notice(session, Sender(admin), told, submission_key="k" * 31)
    session.commit()
    return notice


def _statement(session: Session, admin: Actor) -> dict[str, str]:
    other = make_actor(session, "Gerda", role=Role.ADMIN)
    said = make_statement(session, other, admin, Measure.WARN)
    return {
        "statements.show.public_id": said.public_id,
        "statements.by_link.token": signer().sign(STATEMENT, said.public_id),
    }


def _rooms(session: Session, admin: Actor) -> dict[str, str]:
    channel = make_channel(session, kind=ChannelKind.CITY)
    make_former_slug(session, "frueher", channel)
    make_membership(session, channel, admin)
    thread = make_thread(session, channel, admin)
    post = make_reply(session, thread, admin)
    draft = save_draft(session, admin, thread, Unfinished(source="Halb fertig"))
    poll = make_poll(session, channel, admin)
    make_tag(session, "Ehrenamt")
    bookmark = keep_bookmark(session, admin, post, remind_at=None)
    assert bookmark is not None
    session.commit()
    assert draft is not None
    return {
        "slug": channel.slug,
        "kind": "edit",
        "target": post.public_id,
        "locale": "en",
        "name": "imprint",
        "public_id": thread.public_id,
        "drafts.discard.public_id": draft.public_id,
        **{
            f"posts.{view}.public_id": post.public_id
            for view in ("show", "edit", "history", "remove", "restore", "mark_unread")
        },
        "bookmarks.keep.public_id": post.public_id,
        "answers.accept.public_id": post.public_id,
        "tags.show.slug": "ehrenamt",
        **{
            f"polls.{view}.public_id": poll.public_id
            for view in ("vote", "withdraw", "change", "close")
        },
        "notifications.read.public_id": make_notification(session, admin, post).public_id,
        "bookmarks.done.public_id": bookmark.public_id,
        "bookmarks.remove.public_id": bookmark.public_id,
        "reactions.give.public_id": post.public_id,
        "reactions.withdraw.public_id": post.public_id,
    }


def _curated(session: Session, admin: Actor, public_id: str) -> dict[str, str]:
    thread = session.query(Thread).filter_by(public_id=public_id).one()
    channel = session.get_one(Channel, thread.channel_id)
    make_summary(session, thread, admin)
    suggestion = make_suggestion(session, thread, admin, "Anders.")
    collection = make_collection(session, channel, admin)
    add_thread(session, admin, collection, thread)
    session.commit()
    suggested, collected = ("show", "accept", "refuse", "withdraw"), ("show", "edit", "arrange")
    return {
        **{f"edit_suggestions.{view}.public_id": suggestion.public_id for view in suggested},
        **{
            f"collections.{view}.public_id": collection.public_id
            for view in (*collected, "remove", "restore")
        },
    }


def _reported(session: Session, admin: Actor) -> dict[str, str]:
    report = make_report(session)
    adoption = make_adoption(session, report, admin, city_id=report.city_id)
    draft = make_report(session, state=ReportState.DRAFT, author=admin)
    handed_in = make_report(session, state=ReportState.SUBMITTED)
    open_case(
        session,
        target=Target.REPORT,
        target_id=handed_in.id,
        source=Source.SUBMITTED,
        key="submitted:1",
        reason="submitted",
    )
    session.commit()
    drafting = (
        *("report_drafts.show", "report_drafts.edit", "report_steps.submit"),
        *("report_steps.discard", "report_steps.withdraw", "report_steps.rework"),
    )
    judging = ("report_steps.take", "report_steps.verify", "report_steps.withdraw_verification")
    return {
        "section": "frame",
        "step": "recommend",
        "report_steps.of_thread.public_id": thread_of(session, report).public_id,
        **{f"{view}.public_id": draft.public_id for view in drafting},
        **{f"{view}.public_id": report.public_id for view in judging},
        **{
            f"report_reviews.{view}.public_id": handed_in.public_id
            for view in ("show", "begin", "leave")
        },
        "report_sheets.show.public_id": report.public_id,
        "report_sheets.text.public_id": report.public_id,
        "adoptions.adopt.public_id": report.public_id,
        "adoptions.confirm.public_id": report.public_id,
        "adoptions.change.public_id": adoption.public_id,
        "adoptions.remove.public_id": adoption.public_id,
    }


def _file(session: Session, admin: Actor) -> dict[str, str]:
    file = make_attachment(session, admin, storage=current_app.extensions["storage"])
    views = ("show", "preview", "describe", "remove")
    return {f"attachments.{view}.public_id": file.public_id for view in views}


def rules_for(app: Flask, *methods: str) -> list[tuple[str, Rule]]:
    """Return every address with the first of the methods that it takes."""
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in ELSEWHERE
        for method in methods
        if method in (rule.methods or ())
    ]


@SHARED
def test_no_address_can_be_asked_for_so_that_the_hub_breaks(
    app: Flask, stage: Stage, share: int
) -> None:
    faults = []
    for method, rule in rules_for(app, "GET")[share::SHARES]:
        good = stage.arguments(rule)
        hostile = [address_of(rule, {**good, name: value}) for name in good for value in IN_PATHS]
        queries = [encoded(dict.fromkeys(QUERY, value)) for value in IN_QUERIES]
        hostile += [f"{address_of(rule, good)}?{query}" for query in queries]
        faults += [stage.fault(method, address) for address in hostile]
    assert list(filter(None, faults)) == []


@SHARED
def test_no_form_can_be_filled_in_so_that_the_hub_breaks(
    app: Flask, stage: Stage, share: int
) -> None:
    faults = []
    for method, rule in rules_for(app, "POST")[share::SHARES]:
        address = address_of(rule, stage.arguments(rule))
        room = rule.endpoint.partition(".")[0]
        good: Values = {
            name: GOOD.get(f"{room}.{name}", GOOD.get(name, "")) for name in FIELDS[rule.endpoint]
        }
        sent = [{**good, name: value} for name in good for value in HOSTILE.values()]
        sent += [{**good, name: NUMBERS[name]} for name in good if name in NUMBERS]
        if "intent" in good:
            sent += [{**values, "intent": "draft"} for values in sent]
        faults += [stage.fault(method, address, values) for values in (good, *sent)]
    assert list(filter(None, faults)) == []
