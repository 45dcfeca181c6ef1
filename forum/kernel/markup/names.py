"""Names in a text: people after "@", channels after "#", and addresses that stand there bare.

Whether somebody is called so is not known here. The edge asks `named_in` what a text may name,
looks those up, and hands what there is to `render` as `Known`. So a text mentions nobody who does
not exist, and no channel is made known by a guess.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from forum.kernel.markup.marks import ETX, STX

MOST_NAMES = 200
"""People, and channels, of one text that are looked up; what stands further below is plain text."""
MOST_ADDRESSES = 20

_BEFORE = r"(?<![^\s|>(\[{*_~\"'„“‚‘»«,;/–—-])"
MENTION = (
    rf"{_BEFORE}@"
    r"([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,62}[A-Za-z0-9])?)"
    r"(@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,6}[A-Za-z]{2,24})?"
    r"(?![^\W_]|@)"
)
CHANNEL = rf"{_BEFORE}#([A-Za-z0-9](?:[A-Za-z0-9-]{{0,78}}[A-Za-z0-9])?)(?![\w#]|-\w)"
BARE_ADDRESS = rf"\b(?:https?://|www\.)[^\s<>\"{STX}{ETX}]+"
_AFTER_ADDRESS = "*_~`.,;:!?)]"

_MENTION = re.compile(MENTION)
_CHANNEL = re.compile(CHANNEL)
_ADDRESS = re.compile(BARE_ADDRESS)


@dataclass(frozen=True, slots=True)
class Named:
    """What a text may name; more than it does name, since nothing is parsed for it."""

    people: frozenset[str]
    channels: frozenset[str]
    addresses: frozenset[str]


@dataclass(frozen=True, slots=True)
class Known:
    """What there is: handles of people, slugs of channels (lower case), titles of addresses."""

    people: frozenset[str] = frozenset()
    channels: frozenset[str] = frozenset()
    titles: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


NOTHING_KNOWN = Known()


def named_in(source: str) -> Named:
    """Give the names in a text, in lower case without their signs, and its bare addresses."""
    people: dict[str, None] = {}
    for found in _MENTION.finditer(source):
        if len(people) < MOST_NAMES and not found[2]:
            people.setdefault(found[1].lower())
    channels: dict[str, None] = {}
    for found in _CHANNEL.finditer(source):
        if len(channels) < MOST_NAMES:
            channels.setdefault(found[1].lower())
    addresses: dict[str, None] = {}
    for found in _ADDRESS.finditer(source):
        is_written_out = source.endswith(("](", "<"), 0, found.start())
        if len(addresses) < MOST_ADDRESSES and not is_written_out:
            addresses.setdefault(full_address(bare_address(found[0])))
    return Named(frozenset(people), frozenset(channels), frozenset(addresses))


def bare_address(found: str) -> str:
    """Give an address as it stands in a text, without the signs of the sentence around it."""
    return found.rstrip(_AFTER_ADDRESS)


def full_address(bare: str) -> str:
    """Give the address that a browser is sent to."""
    return f"https://{bare}" if bare.lower().startswith("www.") else bare
