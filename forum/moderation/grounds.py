"""What a restriction may rest on: a clause of our rules, or a law (Art. 17(3)(d) and (e)).

The decision keeps the code; its text stands at the edge, in the language of whoever reads it. A
ground is never taken out of this list: statements that name it are kept for good.
"""

import enum


class Ground(enum.StrEnum):
    """A rule or a law."""

    RULES = "rules"
    """The rules as a whole: what somebody removes without a case names no single clause."""
    RULES_CONDUCT = "rules_conduct"
    RULES_PARTICIPANTS = "rules_participants"
    RULES_INSULTS = "rules_insults"
    RULES_ADVERTISING = "rules_advertising"
    RULES_RIGHTS = "rules_rights"
    RULES_CONFIDENTIAL = "rules_confidential"
    LAW_DATA_PROTECTION = "law_data_protection"
    LAW_OWN_IMAGE = "law_own_image"
    LAW_INSULT = "law_insult"
    LAW_HATRED = "law_hatred"
    LAW_THREAT = "law_threat"
    LAW_CHILD_ABUSE = "law_child_abuse"
    LAW_COPYRIGHT = "law_copyright"
    LAW_OTHER = "law_other"


def is_law(ground: str) -> bool:
    """Tell whether content was held to be illegal, and not only against our rules."""
    return ground.startswith("law_")
