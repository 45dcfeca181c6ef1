"""A newsletter that is tried comes to the one editor who asked for it."""

import pytest
from sqlalchemy.orm import Session

from forum.digests.events import NewsletterTried
from forum.mail.models import OutgoingMail
from forum.mail.newsletter_trials import send_trial
from tests.factories.accounts import account_of, make_actor
from tests.factories.editions import make_newsletter


@pytest.mark.parametrize(("tried", "letters"), [(1, 1), (2, 0)])
def test_a_newsletter_is_tried_once_and_only_as_it_stands(
    session: Session, tried: int, letters: int
) -> None:
    newsletter = make_newsletter(session)
    account = account_of(session, make_actor(session, "Edda"))
    event = NewsletterTried(newsletter_id=newsletter.id, version=tried, account_id=account.id)
    for _again in range(2):
        send_trial(session, event)
        session.commit()
    mails = session.query(OutgoingMail).filter_by(letter="newsletter").all()
    assert [mail.recipient for mail in mails] == [account.email] * letters
    assert all(mail.subject.startswith("Probe: ") for mail in mails)
