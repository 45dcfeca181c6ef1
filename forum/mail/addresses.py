"""Addresses of the hub that say by themselves what comes in is about.

    bounce+<mail>-<proof>@domain         where a letter that cannot be delivered comes back to
    reply+<account>-<post>-<proof>@domain    where the member answers a post (or the thread) by mail
    end+<account>-<order>-<proof>@domain     ends this regular letter for the member
    help@domain                              nobody reads that: answered with help

The proof is made with the hub's key, so nobody makes up such an address for somebody else. Some
servers change the case on the way: all is lower case and read in any. Local parts stay within
64 characters (RFC 5321, 4.5.3.1.1).
"""

import hmac
import re
from email.utils import parseaddr
from typing import NamedTuple

from forum.mail.context import settings, signer
from forum.mail.models import OutgoingMail

BOUNCE, REPLY, END, HELP = "bounce", "reply", "end", "help"
_PURPOSE = "mail_address"
_BOUNCE = re.compile(r"bounce\+([0-9a-z]{1,32})-([a-z2-7]{16})", re.ASCII)
_REPLY = re.compile(r"reply\+([0-9]{1,18})-([0-9]{1,18})-([a-z2-7]{16})", re.ASCII)
_END = re.compile(r"end\+([0-9]{1,18})-([a-z]{1,10}(?:\.[0-9]{1,15})?)-([a-z2-7]{16})", re.ASCII)


class ReplyTo(NamedTuple):
    """Who may answer there, and what."""

    account_id: int
    post_id: int


class OrderOf(NamedTuple):
    """Whose regular letter, and the key of its order: "weekly", "channel:7"."""

    account_id: int
    key: str


def bounce_address(mail_key: str) -> str:
    """Return the envelope sender of a letter; `mail_key` is its public id.

    "" where no mail comes in (`FORUM_MAIL_DOMAIN` is empty).
    """
    return _address(f"{BOUNCE}+{mail_key}")


def read_bounce_address(address: str) -> str | None:
    """Return the public id of the letter that came back, or `None` if the address is not ours."""
    found = _BOUNCE.fullmatch(_local_part(address))
    if found is None or not _is_proven(f"{BOUNCE}+{found[1]}", found[2]):
        return None
    return found[1]


def reply_address(account_id: int, post_id: int) -> str:
    """Return where this member answers this post by mail; "" where no mail comes in."""
    return _address(f"{REPLY}+{account_id}-{post_id}")


def read_reply_address(address: str) -> ReplyTo | None:
    """Return who answers what, or `None` if the address is not ours or forged."""
    found = _REPLY.fullmatch(_local_part(address))
    if found is None or not _is_proven(f"{REPLY}+{found[1]}-{found[2]}", found[3]):
        return None
    return ReplyTo(int(found[1]), int(found[2]))


def ending_address(account_id: int, key: str) -> str:
    """Return where any letter ends this regular letter for the account; "" where none comes in."""
    return _address(f"{END}+{account_id}-{key.replace(':', '.')}")


def read_ending_address(address: str) -> OrderOf | None:
    """Return what is to end for whom, or `None` if the address is not ours or forged."""
    found = _END.fullmatch(_local_part(address))
    if found is None or not _is_proven(f"{END}+{found[1]}-{found[2]}", found[3]):
        return None
    return OrderOf(int(found[1]), found[2].replace(".", ":"))


def help_address() -> str:
    """Return where an answer is met with help; "" where no mail comes in."""
    domain = settings().mail_domain
    return f"{HELP}@{domain}" if domain else ""


def envelope_sender(mail: OutgoingMail) -> str:
    """Return where the letter comes back to if it cannot be delivered.

    Nobody wants an answer of a machine to come back: "" (RFC 3834, 3.3).
    """
    if (mail.headers or {}).get("Auto-Submitted") == "auto-replied":
        return ""
    _, own = parseaddr(settings().mail_from)
    return bounce_address(mail.public_id) or own


def is_ours(address: str) -> bool:
    """Tell whether the address is one of the domain whose mail comes in here."""
    domain = settings().mail_domain
    return bool(domain) and address.lower().rpartition("@")[2] == domain


def _address(front: str) -> str:
    domain = settings().mail_domain
    return f"{front}-{_proof(front)}@{domain}" if domain else ""


def _local_part(address: str) -> str:
    """Return it in lower case; "" for an address of somebody else, or one that is too long."""
    local, _, _ = address.strip("<> ").lower().rpartition("@")
    return local if len(local) <= 64 and is_ours(address.strip("<> ")) else ""


def _proof(front: str) -> str:
    return signer().proof(_PURPOSE, front)


def _is_proven(front: str, proof: str) -> bool:
    return hmac.compare_digest(_proof(front), proof)
