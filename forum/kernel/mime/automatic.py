"""Whether a machine wrote a letter: then nobody answers it, and it becomes no post.

By RFC 3834 and RFC 5230 where the other side keeps to them, else by what German and English
programs write into the subject.
"""

import re

from forum.kernel.mime.headers import Headers

_LISTS = frozenset({"bulk", "junk", "list", "auto_reply"})
_MARKS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-From",
    "X-AutoReply-From",
    "X-Mail-Autoreply",
    "X-Vacation",
    "List-Id",
    "List-Unsubscribe",
    "Feedback-ID",
    "X-Failed-Recipients",
)
_SENDERS = re.compile(
    r"(?:mailer-daemon|postmaster|no-?_?\.?reply|do-?not-?reply|donotreply|nicht-?antworten|"
    r"keine-?antwort|bounces?|majordomo|listserv|mailman|.*-(?:request|owner|bounces))"
    r"(?:\+[^@]*)?@.*"
)
# At the beginning, behind "AW:", "Re:" or "[EXTERN]" at most: people write about holidays, too.
_SUBJECTS = re.compile(
    r"(?:(?:(?:re|aw|antw|wg|fwd?)\s*:|\[[^\]]{1,20}\]|\*{1,3}\w{1,12}\*{1,3})\s*){0,4}\W{0,3}(?:"
    r"abwesenheits(?:notiz|meldung|nachricht|info(?:rmation)?|assistent|hinweis|agent)"
    r"|automatische[rs]?\s+(?:antwort|abwesenheit|r(?:ü|ue)ckmeldung|eingangsbest(?:ä|ae)tigung|"
    r"empfangsbest(?:ä|ae)tigung|benachrichtigung|e-?mail|nachricht|mitteilung|reply)"
    r"|(?:nicht\s+im\s+(?:b(?:ü|ue)ro|haus|dienst)|au(?:ß|ss)er\s+haus)\b"
    r"|abwesend\s*(?::|$|bis|vom|ab)|abwesenheit\s*(?::|$|bis|vom|ab\b)"
    r"|urlaubs?(?:notiz|meldung|nachricht|vertretung|abwesenheit)"
    r"|eingangsbest(?:ä|ae)tigung|empfangsbest(?:ä|ae)tigung|lesebest(?:ä|ae)tigung|"
    r"(?:ü|ue)bermittlungsbest(?:ä|ae)tigung"
    r"|gelesen\s*:|nicht\s+gelesen\s*:|ungelesen\s+gel(?:ö|oe)scht\s*:|zugestellt\s*:|"
    r"weitergeleitet\s*:|verz(?:ö|oe)gert\s*:|unzustellbar\b"
    r"|out\s+of\s+(?:the\s+)?office|out-of-office|automatic\s+reply|auto(?:matic|mated)?[- ]?"
    r"(?:reply|response|responder|answer)|autoreply|vacation\s+(?:reply|response|notice)"
    r"|(?:i\s+am|i'm)\s+(?:out\s+of|away\s+from)\s+|away\s+from\s+(?:the\s+)?(?:office|mail)"
    r"|read\s*:|not\s+read\s*:|read\s+receipt|return\s+receipt|delivery\s+(?:status|receipt)"
    r"|undeliver(?:ed|able)\b|returned\s+mail|mail\s+delivery\s+failed|failure\s+notice"
    r")",
    re.IGNORECASE,
)


def is_automatic(headers: Headers, media_type: str) -> bool:
    """Tell whether a machine sent it, or a list passed it on."""
    submitted = headers.first("Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"} or media_type in {
        "multipart/report",
        "message/delivery-status",
        "message/disposition-notification",
    }:
        return True
    suppressed = headers.first("X-Auto-Response-Suppress").lower()
    # Outlook asks others to be quiet in letters of people, too; "All" stands in those of machines.
    if suppressed and "all" in re.split(r"[,\s]+", suppressed):
        return True
    if headers.first("Precedence").lower() in _LISTS or any(map(headers.count, _MARKS)):
        return True
    senders = [address for _, address in headers.addresses("From", "Sender")]
    if any(_SENDERS.fullmatch(address) for address in senders):
        return True
    return _SUBJECTS.match(headers.words("Subject")) is not None
