"""What looks like personal data, in the words of a reader."""

from flask_babel import lazy_gettext as _l

from forum.kernel.personal_data import DataKind

KINDS = {
    DataKind.TELEPHONE: _l("Telephone number"),
    DataKind.EMAIL: _l("E-mail address"),
    DataKind.BIRTH_DATE: _l("Date of birth"),
    DataKind.FILE_NUMBER: _l("File number"),
    DataKind.BANK_ACCOUNT: _l("Bank account"),
}
