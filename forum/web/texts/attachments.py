"""Why a file is refused, what files and their licences are called."""

from flask_babel import lazy_gettext as _l

from forum.attachments.models import Licence

SENTENCES: dict[str, object] = {
    "no_attachment": _l("There is no file at this address, or it is not open to you."),
    "not_your_attachment": _l("Only the person who uploaded this file can do that."),
    "attachment_is_shown": _l(
        "A post still shows this file. Take it out of the post first, then you can delete it."
    ),
    "attachment_missing": _l("Please choose a file first."),
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
    "one_file_at_a_time": _l("Please attach one file after the other."),
    "no_licence": _l("Please choose one of the licences."),
    "too_many_attachments": _l("A post can show at most %(limit)s files."),
    "uploading_too_often": _l(
        "These were many files in a short time. Please wait a little and try again."
    ),
}

LICENCES: dict[Licence, object] = {
    Licence.INTERNAL: _l("For this forum only"),
    Licence.CC_BY: _l("CC BY 4.0: others may use it if they name you"),
    Licence.CC_BY_SA: _l("CC BY-SA 4.0: likewise, and pass it on under the same licence"),
    Licence.CC0: _l("CC0: free for everybody, without conditions"),
    Licence.THIRD_PARTY: _l("The rights are with others"),
}
SHORT_LICENCES: dict[Licence, object] = {
    **LICENCES,
    Licence.CC_BY: "CC BY 4.0",
    Licence.CC_BY_SA: "CC BY-SA 4.0",
    Licence.CC0: "CC0 1.0",
}
LICENCE_ADDRESSES: dict[Licence, str] = {
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
}

# By media type, without its parameters.
TYPES: dict[str, object] = {
    "image/jpeg": _l("Picture (JPEG)"),
    "image/png": _l("Picture (PNG)"),
    "image/webp": _l("Picture (WebP)"),
    "application/pdf": "PDF",
    "text/csv": _l("Table (CSV)"),
    "text/plain": _l("Text"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _l(
        "Text document (Word)"
    ),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": _l("Table (Excel)"),
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": _l(
        "Slides (PowerPoint)"
    ),
    "application/vnd.oasis.opendocument.text": _l("Text document (OpenDocument)"),
    "application/vnd.oasis.opendocument.spreadsheet": _l("Table (OpenDocument)"),
    "application/vnd.oasis.opendocument.presentation": _l("Slides (OpenDocument)"),
}
