"""Why an answer by mail was not published, or a file left out, in the words of its author."""

import datetime as dt
from collections.abc import Mapping

from babel.dates import format_datetime, get_timezone
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from forum.accounts.models import Account
from forum.kernel.personal_data import DataKind

_NOT_OPEN = _l("The thread is not open to you any more, or does not exist any more.")

_SENTENCES: Mapping[str, object] = {
    "wrong_sender": _l(
        "An answer came in your name, but from another address than yours, or its sender could not "
        "be proven. Please answer from the address that this letter comes to."
    ),
    "suspended": _l("This account may not be used until %(until)s."),
    "banned": _l("This account may not be used any more."),
    "muted": _l("You can read, but not write, until %(until)s. The moderation has written to you."),
    "channel_archived": _l("This channel is archived. It can be read, but not written in."),
    "thread_archived": _l("This thread is archived. It can be read, but not written in."),
    "thread_locked": _l("This thread is closed. It can be read, but not written in."),
    "thread_removed": _l("This thread has been removed."),
    "thread_held": _l(
        "This thread is not released yet, so nobody can reply in it. If it is a report of yours "
        "that the moderation has asked about, please answer in its form."
    ),
    "reply_too_old": _l(
        "The letter that you answer is too old for an answer by e-mail. "
        "Please answer in the thread itself."
    ),
    "empty": _l(
        "We found nothing new in it: only what it repeats, or a signature. Please write above the "
        "letter that you answer."
    ),
    "too_long": _l("This is too long: at most %(limit)s characters."),
    "too_many_mentions": _l(
        "One post can mention at most %(limit)s people, so that nobody is disturbed for nothing. "
        "Please take some of the @ signs out."
    ),
    "too_many_attachments": _l("A post can show at most %(limit)s files."),
    "posting_too_often": _l(
        "You have published a lot in a short time. Please wait a little and send it again."
    ),
    "personal_data": _l(
        "Your text seems to hold personal data of others. Please look at it once more in the "
        "thread: there you can change it, or publish it as it is."
    ),
    "attachment_empty": _l("This file is empty."),
    "attachment_large": _l("This file is too large: at most %(limit)s MB."),
    "attachment_kind": _l(
        "Files of this kind cannot be attached. Possible are pictures (JPEG, PNG, WebP, GIF), "
        "PDF, office files (docx, xlsx, pptx, odt, ods, odp) and plain text in UTF-8."
    ),
    "attachment_heic": _l(
        "This picture is in Apple's own format (HEIC). Please save it as JPEG and attach that."
    ),
    "attachment_old_office": _l(
        "This is an old office file, or one with a password. "
        "Please save it as docx, xlsx, pptx or PDF without a password."
    ),
    "attachment_pixels": _l(
        "This picture has more than %(limit)s megapixels. Please make it smaller."
    ),
    "picture_broken": _l("This picture is damaged or incomplete. Please save it again."),
    "pdf_broken": _l(
        "This PDF is incomplete, or something else hangs on it. Please save it again as PDF."
    ),
    "archive_kind": _l(
        "This is an archive, or holds one. Please attach the files in it one by one."
    ),
    "archive_broken": _l("This office file is damaged or incomplete. Please save it again."),
    "archive_large": _l("This office file unpacks to far more than it should."),
    "archive_macros": _l("This office file holds macros. Please save it without them, or as PDF."),
    "archive_encrypted": _l(
        "This office file has a password. Please save it without one: "
        "who may read it is decided by the channel."
    ),
    "quota_full": _l(
        "Your files take up the %(limit)s MB that are there for you. "
        "In the settings, under “Files”, you can delete some."
    ),
    "too_many_files": _l("An e-mail can bring at most %(limit)s files."),
}

DATA_KINDS = {
    DataKind.TELEPHONE: _l("Telephone number"),
    DataKind.EMAIL: _l("E-mail address"),
    DataKind.BIRTH_DATE: _l("Date of birth"),
    DataKind.FILE_NUMBER: _l("File number"),
    DataKind.BANK_ACCOUNT: _l("Bank account"),
}


def sentence(reason: str, values: Mapping[str, object], account: Account) -> str:
    """Return why, in the language that holds now and the account's time.

    What is not listed here tells of something the reader is not to learn more about.
    """
    text = str(_SENTENCES.get(reason, _NOT_OPEN))
    shown = {name: _shown(value, account) for name, value in values.items()}
    return text % shown if shown else text


def _shown(value: object, account: Account) -> object:
    if isinstance(value, dt.datetime):
        zone = get_timezone(account.timezone)
        return format_datetime(value, _("d MMM y, HH:mm"), tzinfo=zone, locale=account.locale)
    return value
