"""The use cases of this room; one noun a file, one import path for all."""

from forum.accounts.actions.addresses import (
    EMAIL_CHANGE_LIFETIME,
    Side,
    cancel_email_change,
    confirm_email_change,
    request_email_change,
)
from forum.accounts.actions.applications import (
    CONFIRMATION_LIFETIME,
    accept_application,
    confirm_application,
    file_application,
    refuse_application,
)
from forum.accounts.actions.feed_keys import make_feed_key, revoke_feed_key
from forum.accounts.actions.invitations import (
    INVITATION_LIFETIME,
    accept_invitation,
    invite,
    revoke_invitation,
)
from forum.accounts.actions.limits import ban, limit_again, mute, suspend
from forum.accounts.actions.newcomers import Details, appoint_admin, open_account
from forum.accounts.actions.passwords import (
    RESET_LIFETIME,
    change_password,
    request_password_reset,
    reset_password,
)
from forum.accounts.actions.preferences import choose_shortcuts, choose_ways
from forum.accounts.actions.profiles import (
    change_display,
    change_picture,
    change_profile,
    remove_picture,
)
from forum.accounts.actions.retention import purge_unconfirmed
from forum.accounts.actions.sign_ins import (
    end_other_sign_ins,
    end_sign_in,
    is_due,
    note_sign_in_seen,
    start_sign_in,
)
from forum.accounts.actions.trust import end_trust, trust

__all__ = [
    "CONFIRMATION_LIFETIME",
    "EMAIL_CHANGE_LIFETIME",
    "INVITATION_LIFETIME",
    "RESET_LIFETIME",
    "Details",
    "Side",
    "accept_application",
    "accept_invitation",
    "appoint_admin",
    "ban",
    "cancel_email_change",
    "change_display",
    "change_password",
    "change_picture",
    "change_profile",
    "choose_shortcuts",
    "choose_ways",
    "confirm_application",
    "confirm_email_change",
    "end_other_sign_ins",
    "end_sign_in",
    "end_trust",
    "file_application",
    "invite",
    "is_due",
    "limit_again",
    "make_feed_key",
    "mute",
    "note_sign_in_seen",
    "open_account",
    "purge_unconfirmed",
    "refuse_application",
    "remove_picture",
    "request_email_change",
    "request_password_reset",
    "reset_password",
    "revoke_feed_key",
    "revoke_invitation",
    "start_sign_in",
    "suspend",
    "trust",
]
