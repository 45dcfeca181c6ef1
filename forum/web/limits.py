"""How often forms about accounts can be sent: per network address, per account, per e-mail address.

An e-mail address is counted by its hash, so that none stands in the memory of the limiter.
"""

import hashlib

from flask import Response, request
from flask_limiter.util import get_remote_address

from forum.accounts.addresses import fold_email
from forum.extensions import db, limiter
from forum.messaging.actions import is_sent
from forum.web.auth import current_account


def by_email() -> str:
    """Count by the address in the form."""
    typed = request.form.get("email") or request.form.get("new_email") or ""
    return "email:" + hashlib.sha256(fold_email(typed).encode()).hexdigest()[:32]


def by_email_from_here() -> str:
    """Count by the address in the form and where it is sent from: a stranger locks nobody out."""
    return f"{by_email()}@{get_remote_address()}"


def by_account() -> str:
    """Count by the account that is signed in."""
    account = current_account()
    return f"account:{account.id}" if account else f"guest:{get_remote_address()}"


def by_sender() -> str:
    """Count by who is signed in, else by the address in the form, else by where it comes from.

    Whoever leaves the address out, as they may, shares no count with all the others who do.
    """
    is_named = current_account() is None and request.form.get("email", "").strip()
    return by_email() if is_named else by_account()


def by_feed_key() -> str:
    """Count by the key in a feed's address, of which the hash is kept, or by who comes without."""
    key = request.args.get("key")
    if not key:
        return f"feed:{get_remote_address()}"
    return "feed:" + hashlib.sha256(key.encode(errors="replace")).hexdigest()[:32]


def was_refused(response: Response) -> bool:
    """Count what was refused only."""
    return response.status_code >= 400


def was_accepted(response: Response) -> bool:
    """Count what sent a letter; whoever is asked to correct a form has had none."""
    return response.status_code < 400


def is_repeat() -> bool:
    """Tell whether a message comes again that is there already: it is answered, however often."""
    account = current_account()
    client_id = request.form.get("client_id", "")
    return account is not None and is_sent(db.session(), account.actor, client_id)


POST = ["POST"]

sign_in_from_here = limiter.limit("60/hour;20/minute", methods=POST, deduct_when=was_refused)
sign_in_of_address_from_here = limiter.limit(
    "8/15 minutes", key_func=by_email_from_here, methods=POST, deduct_when=was_refused
)
sign_in_of_address = limiter.limit(
    "60/hour", key_func=by_email, methods=POST, deduct_when=was_refused
)
letters_from_here = limiter.limit("20/hour", methods=POST)
letters_to_address = limiter.limit(
    "4/hour", key_func=by_email, methods=POST, deduct_when=was_accepted
)
letters_of_account = limiter.limit("10/hour", key_func=by_account, methods=POST)
links_from_here = limiter.limit("60/hour", methods=POST)
# Mail providers send what their readers press from a few addresses: who can prove it, may.
endings_from_here = limiter.limit("60/hour", methods=POST, deduct_when=was_refused)
passwords_of_account = limiter.limit(
    "10/15 minutes", key_func=by_account, methods=POST, deduct_when=was_refused
)
changes_of_account = limiter.limit("60/hour", key_func=by_account, methods=POST)
uploads_of_account = limiter.shared_limit("30/minute;200/hour", "uploads", key_func=by_account)
pictures_of_account = limiter.limit("20/hour", key_func=by_account, methods=POST)
invitations_of_account = limiter.limit("200/day", key_func=by_account, methods=POST)
searches_from_here = limiter.limit("120/minute", key_func=by_account)
feeds_of_key = limiter.limit("60/minute;600/hour", key_func=by_feed_key)
bookmarks_of_account = limiter.limit("60/minute", key_func=by_account, methods=POST)
reactions_of_account = limiter.limit("60/minute", key_func=by_account, methods=POST)
exports_from_here = limiter.limit("20/minute", key_func=by_account)
arrivals_of_account = limiter.limit("240/minute", key_func=by_account)
notices_from_here = limiter.limit("30/hour;100/day", methods=POST)
notices_of_sender = limiter.limit(
    "6/hour;20/day", key_func=by_sender, methods=POST, deduct_when=was_accepted
)
# What is too fast in a room, the action itself says (see `forum.messaging.limits`).
messages_of_account = limiter.shared_limit(
    "60/minute;600/hour", "messages", key_func=by_account, exempt_when=is_repeat
)
message_changes_of_account = limiter.shared_limit(
    "20/10 seconds;120/minute", "message_changes", key_func=by_account
)
catching_up = limiter.shared_limit("300/minute", "catching_up", key_func=by_account)
suggestions_from_here = limiter.limit("300/minute", key_func=by_account)
