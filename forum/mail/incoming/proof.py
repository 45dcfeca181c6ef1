"""Whether a letter comes from whom it says: its address, and what our mail server found out."""

import re

from forum.accounts.addresses import fold_email
from forum.kernel.mime.reading import ReadLetter

_RESULT = re.compile(r"\b(dmarc|dkim|spf)\s{0,3}=\s{0,3}(\w{1,20})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,500}\)")


def is_from(letter: ReadLetter, address: str) -> bool:
    """Tell whether the letter comes from this address, as far as can be known.

    The address of its own token is a secret of the account; the sender must match all the same, and
    must not have been found to be forged.
    """
    is_same = fold_email(letter.sender) == fold_email(address)
    return is_same and not is_disproved(letter.headers.first("Authentication-Results"))


def is_disproved(results: str) -> bool:
    """Tell whether the server that took the letter in has found its sender forged (RFC 8601).

    `results`: the topmost header, which is our own server's; whoever writes one of their own can
    only harm themselves.
    """
    found: dict[str, set[str]] = {}
    for method, result in _RESULT.findall(_COMMENT.sub(" ", results)):
        found.setdefault(method.lower(), set()).add(result.lower())
    if "dmarc" in found:
        return found["dmarc"] == {"fail"}
    # Without a policy of its domain: neither signed nor sent from where its letters come from.
    return found.get("spf") in ({"fail"}, {"softfail"}) and "pass" not in found.get("dkim", set())
