"""Orders of letters."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from forum.accounts.models import Actor
from forum.accounts.queries import account_with_actor
from forum.channels.models import Channel
from forum.digests.actions.change import Preferences
from forum.digests.actions.order import ask_for, confirm
from forum.digests.mail_settings import PURPOSE, text_for
from forum.digests.models import Issue, IssueState, LetterKind, Order, OrderConsent
from forum.kernel import clock
from tests.factories.accounts import account_of

HUB = "Quartiersforum"


def make_consent(
    session: Session,
    actor: Actor,
    kind: LetterKind = LetterKind.WEEKLY,
    channel: Channel | None = None,
    **wishes: object,
) -> OrderConsent:
    """Let the actor ask for a letter; it is not confirmed."""
    account = account_with_actor(session, account_of(session, actor).id)
    consent = ask_for(
        session,
        account,
        kind,
        channel=channel,
        preferences=Preferences(**wishes),  # type: ignore[arg-type]
        hub_name=HUB,
    )
    session.commit()
    return consent


def make_order(
    session: Session,
    actor: Actor,
    kind: LetterKind = LetterKind.WEEKLY,
    channel: Channel | None = None,
    **wishes: object,
) -> Order:
    """Let the actor order a letter, and confirm it."""
    consent = make_consent(session, actor, kind, channel, **wishes)
    account = account_with_actor(session, consent.account_id)
    order = confirm(session, consent, account)
    session.commit()
    return order


def make_issue(session: Session, order: Order, **values: object) -> Issue:
    """Return a letter of the order that was sent; nothing stands in it."""
    now = clock.now()
    period = str(values.get("period", "2026-W48"))
    issue = Issue(
        **{
            "account_id": order.account_id,
            "key": order.key,
            "kind": order.kind,
            "channel_id": order.channel_id,
            "period": period,
            "state": IssueState.SENT,
            "message_id": f"<{period}.{order.public_id}@forum.test>",
            "due_at": now,
            "next_attempt_at": now,
            "sent_at": now,
            **values,
        }
    )
    session.add(issue)
    session.commit()
    return issue


def letter_tokens(
    session: Session, actor: Actor, sign: Callable[[str, str], str]
) -> dict[str, str]:
    """Order a letter, ask for another; return the arguments of the addresses about them."""
    consent = make_consent(session, actor, LetterKind.NEWSLETTER)
    letter = make_issue(session, make_order(session, actor))
    account = account_of(session, actor)
    views, desks = ("show", "pause", "end"), ("letter_orders", "mail_settings")
    settings = sign(PURPOSE, text_for(account.id, account.email))
    return {
        **{f"{desk}.{view}.name": "weekly" for desk in desks for view in views},
        **{f"mail_settings.{view}.token": settings for view in (*views, "overview")},
        "letters.show.public_id": letter.public_id,
        "letters.preview.name": "weekly",
        "letter_orders.confirm.token": sign("confirm_order", consent.public_id),
        "letter_orders.confirmed.token": sign("confirm_order", consent.public_id),
    }
