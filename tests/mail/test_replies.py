"""Answers by mail: what becomes of a letter to the address of one's own in a notification."""

import datetime as dt
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.orm import Session

from forum.accounts.models import AccountState
from forum.attachments.models import Attachment, AttachmentUse
from forum.attachments.storage import FolderStorage
from forum.channels.models import Audience, ChannelKind, Membership, Release
from forum.kernel import clock
from forum.kernel.markup import POST_LIMIT
from forum.kernel.mime.reading import read_letter
from forum.mail.addresses import read_reply_address
from forum.mail.answerable import ANSWERABLE_FOR
from forum.mail.incoming import replies
from forum.mail.incoming.proof import is_disproved, is_from
from forum.mail.incoming.refusals import MOST_A_DAY
from forum.mail.models import IncomingKind
from forum.settings import Settings
from forum.threads import actions
from forum.threads.queries import draft_for
from tests.attachments.files import PDF, SCRIPT, picture
from tests.factories.accounts import account_of, make_actor
from tests.factories.channels import make_channel, make_membership
from tests.factories.threads import make_reply, make_thread
from tests.mail.talk import Talk, told


@pytest.fixture
def talk(
    session: Session,
    app: Flask,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Talk:
    folder = tmp_path_factory.mktemp("files")
    monkeypatch.setitem(app.extensions, "storage", FolderStorage(folder))
    receiving = settings.model_copy(update={"mail_domain": "mail.forum.example"})
    monkeypatch.setitem(app.extensions, "settings", receiving)
    group = make_channel(session, "AG", kind=ChannelKind.GROUP, audience=Audience.INVITED)
    ada, ben = make_actor(session, "Ada A", locale="de"), make_actor(session, "Ben B")
    for one in (ada, ben):
        make_membership(session, group, one)
    thread = make_thread(session, group, ada, "Wer zahlt?")
    told_of = make_reply(session, thread, ben, "Wir zahlen.")
    return Talk(session, group, ada, ben, thread, told_of)


def test_an_answer_by_mail_is_a_post_that_answers_what_was_told_of(talk: Talk) -> None:
    incoming = talk.arrives(talk.letter("Danke, Ben!\n\nViele Grüße\nAda\n\n-- \nAda A\nTel. 1"))
    [post] = talk.posts()
    assert post.source == "Danke, Ben!\n\nViele Grüße\nAda"
    assert (post.author_id, post.reply_to_id) == (talk.ada.id, talk.told_of.id)
    assert (incoming.kind, incoming.post_id, incoming.reason) == (IncomingKind.REPLY, post.id, "")
    assert incoming.account_id == account_of(talk.session, talk.ada).id
    assert not talk.letters(), "who gets no letter back knows that all went well"


def test_the_same_letter_twice_is_one_post(talk: Talk) -> None:
    letter = talk.letter()
    talk.arrives(letter)
    talk.arrives(letter)
    assert len(talk.posts()) == 1


@pytest.mark.parametrize("written", ["ada@bürger.example", "Ada@XN--brger-kva.example"])
def test_a_sender_is_known_however_the_domain_is_written(written: str) -> None:
    letter = read_letter(f"From: Ada A <{written}>\n\nDanke".encode())
    assert is_from(letter, "ada@xn--brger-kva.example")
    assert not is_from(letter, "ada@burger.example")


def test_what_lies_unfinished_in_the_page_is_left_alone(talk: Talk) -> None:
    actions.save_draft(talk.session, talk.ada, talk.thread, actions.Unfinished("Etwas anderes"))
    talk.arrives(talk.letter())
    draft = draft_for(talk.session, talk.ada, talk.thread)
    assert draft is not None
    assert draft.source == "Etwas anderes"


def locked(talk: Talk) -> None:
    talk.thread.locked_at = clock.now()


def archived(talk: Talk) -> None:
    talk.thread.archived_at = clock.now()


def channel_archived(talk: Talk) -> None:
    talk.channel.archived_at = clock.now()


def put_out(talk: Talk) -> None:
    talk.session.query(Membership).filter_by(actor_id=talk.ada.id).delete()


def muted(talk: Talk) -> None:
    talk.ada.muted_until = clock.now() + dt.timedelta(days=2)


def suspended(talk: Talk) -> None:
    talk.ada.suspended_until = clock.now() + dt.timedelta(days=2)


def removed(talk: Talk) -> None:
    talk.thread.removed_at = clock.now()


def held(talk: Talk) -> None:
    talk.thread.visible_at = None


def old(talk: Talk) -> None:
    talk.told_of.visible_at = clock.now() - ANSWERABLE_FOR - dt.timedelta(days=1)


REFUSED = {
    locked: ("thread_locked", "geschlossen", True),
    archived: ("thread_archived", "archiviert", True),
    channel_archived: ("channel_archived", "archiviert", True),
    put_out: ("invited_only", "nicht mehr für Sie offen", False),
    muted: ("muted", "nicht schreiben", True),
    suspended: ("suspended", "Dieses Konto ist bis", False),
    removed: ("thread_removed", "entfernt", True),
    held: ("thread_held", "noch nicht freigegeben", True),
    old: ("reply_too_old", "zu alt", True),
}


@pytest.mark.parametrize(
    ("change", "reason", "sentence", "names_thread"),
    [(change, *row) for change, row in REFUSED.items()],
    ids=[change.__name__ for change in REFUSED],
)
def test_what_is_refused_comes_back_with_the_reason(
    talk: Talk, change: Callable[[Talk], None], reason: str, sentence: str, *, names_thread: bool
) -> None:
    change(talk)
    talk.session.commit()
    letter = talk.letter("Danke, *Ben* <b>!</b>")
    incoming = talk.arrives(letter)
    assert not talk.posts()
    assert (incoming.kind, incoming.reason) == (IncomingKind.REPLY, reason)
    [back] = talk.letters()
    assert back.recipient == account_of(talk.session, talk.ada).email
    assert back.subject == "Ihre Antwort per E-Mail wurde nicht veröffentlicht"
    assert sentence in back.text
    assert "Danke, *Ben* <b>!</b>" in back.text, "nothing that was written is lost"
    assert "&lt;b&gt;" in back.html
    assert ("Wer zahlt?" in back.text) is names_thread
    assert back.headers is not None
    assert back.headers["In-Reply-To"] == letter["Message-ID"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("x" * (POST_LIMIT + 1), "too_long")],
    ids=["nothing new", "too long"],
)
def test_what_cannot_be_a_post_comes_back(talk: Talk, text: str, reason: str) -> None:
    assert talk.arrives(talk.letter(text)).reason == reason
    assert not talk.posts()
    assert len(talk.letters()) == 1


def test_a_text_with_data_of_others_waits_for_its_author_as_a_draft(talk: Talk) -> None:
    incoming = talk.arrives(talk.letter("Frau Muster erreicht ihr unter 0171 5550123."))
    assert incoming.reason == "personal_data"
    assert not talk.posts()
    [back] = talk.letters()
    assert "Telefonnummer: 0171 5550123" in back.text
    assert f"/threads/{talk.thread.public_id}/reply" in back.text
    draft = draft_for(talk.session, talk.ada, talk.thread)
    assert draft is not None
    assert "0171" in draft.source


@pytest.mark.parametrize(
    "headers",
    [
        {"From": "ada@elsewhere.example"},
        {"From": "a@b.example, c@d.example"},
        {"Authentication_Results": "mx.forum.example; dmarc=fail (p=none) header.from=x"},
        {"Authentication_Results": "mx.forum.example; spf=fail smtp.mailfrom=x; dkim=none"},
    ],
    ids=["another address", "two addresses", "against its domain's policy", "from elsewhere"],
)
def test_a_forged_letter_is_refused_and_told_to_the_member_alone(
    talk: Talk, headers: dict[str, str]
) -> None:
    letter = talk.letter("Geheim", **headers)
    incoming = talk.arrives(letter)
    assert incoming.reason == "wrong_sender"
    assert not talk.posts()
    [back] = talk.letters()
    assert back.recipient == account_of(talk.session, talk.ada).email
    assert "Geheim" not in back.text, "who forges letters sends nobody a message through us"


def test_what_the_mail_server_found_out_counts() -> None:
    assert not is_disproved("")
    assert not is_disproved("mx; spf=fail smtp.mailfrom=list; dkim=pass header.d=x; dmarc=pass")
    assert not is_disproved("mx; spf=fail smtp.mailfrom=list; dkim=pass header.d=x")
    assert not is_disproved("mx; spf=pass; dmarc=none (dmarc=fail)")
    assert is_disproved("mx; dkim=fail; DMARC = FAIL header.from=x")
    assert is_disproved("mx; spf=softfail smtp.mailfrom=x")


def test_a_letter_about_one_thread_is_answered_to_the_newest_of_its_posts(talk: Talk) -> None:
    newest = make_reply(talk.session, talk.thread, talk.ben)
    letter = told(talk, talk.told_of, newest)
    account = account_of(talk.session, talk.ada)
    assert letter.headers["Reply-To"] == letter.threads[0].answer_address
    assert read_reply_address(letter.headers["Reply-To"]) == (account.id, newest.id)
    other = make_reply(talk.session, make_thread(talk.session, talk.channel, talk.ben), talk.ben)
    letter = told(talk, talk.told_of, other)
    assert "Reply-To" not in letter.headers, "nobody can tell which of both is meant"
    assert len({one.answer_address for one in letter.threads}) == 2


@pytest.mark.parametrize("change", [locked, archived, channel_archived, muted, held, old])
def test_nobody_is_asked_for_an_answer_that_would_be_refused(
    talk: Talk, change: Callable[[Talk], None]
) -> None:
    change(talk)
    talk.session.commit()
    letter = told(talk, talk.told_of)
    assert "Reply-To" not in letter.headers
    assert not letter.threads[0].answer_address


def test_a_letter_of_a_closed_account_is_nobodys(talk: Talk) -> None:
    account_of(talk.session, talk.ada).state = AccountState.CLOSED
    talk.session.commit()
    assert talk.arrives(talk.letter()).kind is IncomingKind.STRAY
    assert not talk.posts()
    assert not talk.letters()


def test_files_go_through_the_usual_checks(talk: Talk) -> None:
    letter = talk.letter()
    letter.add_attachment(PDF, "application", "pdf", filename="Vertrag.pdf")
    letter.add_attachment(SCRIPT, "image", "gif", filename="Bild.gif")
    letter.add_attachment(
        picture(), "image", "png", filename="image001.png", disposition="inline", cid="<logo>"
    )
    letter.add_attachment(b"x", "application", "pkcs7-signature", filename="smime.p7s")
    talk.arrives(letter)
    [post] = talk.posts()
    [file] = talk.session.scalars(sa.select(Attachment)).all()
    assert post.source == f"Danke, Ben!\n\n[Vertrag.pdf](/attachments/{file.public_id})"
    assert file.owner_id == talk.ada.id
    assert talk.session.scalars(sa.select(AttachmentUse.post_id)).all() == [post.id]
    [back] = talk.letters()
    assert back.subject == "Ihre Antwort per E-Mail ist veröffentlicht, aber nicht alle Dateien"
    assert "Bild.gif" in back.text
    assert "image001" not in back.text, "a logo in a signature is no file that anybody sent"


def test_an_answer_of_a_newcomer_waits_and_they_are_told(talk: Talk) -> None:
    talk.channel.waiting = Release.EVERYTHING
    talk.session.commit()
    talk.arrives(talk.letter())
    [post] = talk.posts()
    assert post.visible_at is None
    [back] = talk.letters()
    assert back.subject == "Ihre Antwort per E-Mail wartet auf Freigabe"


def test_two_machines_that_answer_each_other_fall_silent(talk: Talk) -> None:
    locked(talk)
    talk.session.commit()
    for _ in range(MOST_A_DAY + 3):
        talk.arrives(talk.letter())
    assert len(talk.letters()) == MOST_A_DAY


def test_many_answers_in_an_hour_are_slowed_down(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replies, "MOST_AN_HOUR", 2)
    reasons = [talk.arrives(talk.letter()).reason for _ in range(3)]
    assert reasons == ["", "", "posting_too_often"]
    assert len(talk.posts()) == 2
    assert draft_for(talk.session, talk.ada, talk.thread) is not None
