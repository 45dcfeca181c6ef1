"""E-mail addresses: one spelling for one mailbox."""

import unicodedata

from email_validator import EmailNotValidError, validate_email

from forum.kernel.errors import Invalid

ADDRESS_LIMIT = 254


def clean_email(text: str, *, field: str = "email") -> str:
    """Return the address in the one spelling we store: trimmed, lower case, domain in ASCII.

    Mailboxes that differ in case alone exist only in RFC 5321. Raises `Invalid` ("email").
    """
    if len(text) > ADDRESS_LIMIT * 2:
        raise Invalid("email", field=field)
    try:
        found = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise Invalid("email", field=field) from None
    address = f"{found.local_part}@{found.ascii_domain}".lower()
    if len(address) > ADDRESS_LIMIT:
        raise Invalid("email", field=field)
    return address


def fold_email(text: str) -> str:
    """Return the spelling to look an address up by, for one that may be no address at all."""
    try:
        return clean_email(text)
    except Invalid:
        plain = "".join(sign for sign in text[: ADDRESS_LIMIT * 2] if sign.isprintable())
        return unicodedata.normalize("NFC", plain).strip().lower()[:ADDRESS_LIMIT]
