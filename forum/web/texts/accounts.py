"""Why something about accounts is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "muted": _l("You can read, but not write, until %(until)s. The moderation has written to you."),
    "suspended": _l("This account may not be used until %(until)s."),
    "banned": _l("This account may not be used any more."),
    "until_past": _l("This moment has passed already."),
    "email": _l("This does not look like an e-mail address."),
    "wrong_credentials": _l("E-mail address or password is not right."),
    "wrong_password": _l("This is not your present password."),
    "application_waiting": _l(
        "Your sign-up still waits for approval. You will get a letter as soon as it is decided."
    ),
    "sign_in_again": _l("The password was changed in this very moment. Please sign in again."),
    "password_short": _l("A password needs at least %(shortest)d characters."),
    "password_long": _l("A password can have at most %(longest)d characters."),
    "password_obvious": _l("This password would be tried first. Please choose another one."),
    "already_confirmed": _l("This address is confirmed already. There is nothing left to do here."),
    "already_waiting": _l(
        "Another sign-up with this address waits for approval already. You will get a letter."
    ),
    "has_account": _l("There is an account with this address already. Please sign in."),
    "already_decided": _l("Somebody else has decided this sign-up already."),
    "no_such_application": _l("There is no such sign-up, or it was deleted after some time."),
    "not_confirmed": _l("This address is not confirmed yet."),
    "address_has_account": _l("There is an account with this address already."),
    "already_invited": _l("There is an open invitation to this address already."),
    "invitation_over": _l(
        "This invitation was used already, taken back, or is too old. "
        "Please ask whoever invited you for a new one."
    ),
    "invitation_accepted": _l("This invitation was accepted already. Please sign in."),
    "reset_over": _l(
        "This link was used already, is older than two hours, or there is a newer one. "
        "Please ask for a new one."
    ),
    "same_email": _l("This is your address already."),
    "email_taken": _l("This address belongs to another account by now. Yours stays as it is."),
    "no_such_sign_in": _l("This browser is signed out already."),
    "no_such_profile": _l("There is no such member, or they have left."),
    "organisation_by_admin": _l(
        "Only administrators can put you down for this organisation, because it decides "
        "which channels you can read. Please write to them."
    ),
    "unknown_timezone": _l("We do not know this time zone."),
    "unknown_appearance": _l("We do not know these colours."),
    "picture_large": _l("The file is larger than 5 MB."),
    "picture_kind": _l("This is no picture we can read. JPEG, PNG and WebP work."),
    "picture_pixels": _l("The picture has more than 40 million pixels. Please make it smaller."),
    "feed_key": _l("The key in this address is revoked, or it was cut off."),
    "busy": _l("Too many people do this at the same time. Please try again."),
}
