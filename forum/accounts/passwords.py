"""Passwords: what is good enough, and how they are kept (Argon2id, RFC 9106)."""

import base64
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from forum.kernel.errors import Invalid

SHORTEST = 10
LONGEST = 200

# Ten characters keep most of the usual lists out; these are long enough and still tried first.
_OBVIOUS = frozenset({
    "0000000000", "0123456789", "0987654321", "1111111111", "1122334455", "1234567890",
    "123456789012", "12345678910", "1q2w3e4r5t", "1qaz2wsx3edc", "abc1234567", "abcd123456",
    "abcdefghij", "abcdefghijk", "asdfghjkl1", "chemnitz123", "dresden123", "fruehling2026",
    "geheim1234", "geheimgeheim", "hallo12345", "hallohallo", "herbst2026", "ichliebedich",
    "iloveyou123", "leipzig123", "password12", "password123", "password1234", "password12345",
    "password2026", "passwordpassword", "passwort12", "passwort123", "passwort1234",
    "passwort12345", "passwort2026", "passwortpasswort", "q1w2e3r4t5", "quartiersforum",
    "quartiersforum1", "quartiersforum123", "qwerty1234", "qwerty123456", "qwertyuiop",
    "qwertz1234", "qwertz123456", "qwertzuiop", "sachsen123", "sachsen2026", "schatz1234",
    "sommer2025", "sommer2026", "welcome123", "welcome1234", "willkommen", "willkommen1",
    "willkommen123", "winter2025", "winter2026",
})  # fmt: skip


def check_new_password(password: str, *, email: str, name: str, field: str = "password") -> str:
    """Return the password as it is hashed (NFC); raise `Invalid` where it is too easily guessed.

    Length counts, kinds of characters do not (NIST SP 800-63B, 5.1.1.2).
    """
    password = unicodedata.normalize("NFC", password)
    if len(password) < SHORTEST:
        raise Invalid("password_short", field=field, shortest=SHORTEST)
    if len(password) > LONGEST:
        raise Invalid("password_long", field=field, longest=LONGEST)
    plain = password.casefold().strip()
    own = {email.casefold(), email.partition("@")[0].casefold(), name.casefold()}
    if plain in _OBVIOUS or plain.replace(" ", "") in _OBVIOUS or plain in own:
        raise Invalid("password_obvious", field=field)
    if len(set(plain)) < 4:
        raise Invalid("password_obvious", field=field)
    return password


class Passwords:
    """Hashes and checks passwords, each at the full price."""

    def __init__(self, *, memory: int) -> None:
        """Use `memory` KiB for a hash; passes and lanes are those RFC 9106 recommends for it."""
        self._hasher = PasswordHasher(memory_cost=memory)
        self._nobodys = _unmatchable_hash(self._hasher)

    def hash(self, password: str) -> str:
        """Return the hash with its parameters and salt."""
        return self._hasher.hash(unicodedata.normalize("NFC", password))

    def matches(self, password_hash: str | None, password: str) -> bool:
        """Tell whether it is the password; where there is none, work as long and say no.

        A password longer than any we accept costs the same as the longest.
        """
        password = unicodedata.normalize("NFC", password[: LONGEST * 4])
        try:
            return self._hasher.verify(password_hash or self._nobodys, password)
        except InvalidHashError:
            return self.matches(None, password)
        except VerificationError:
            return False

    def is_outdated(self, password_hash: str) -> bool:
        """Tell whether the hash was made with other parameters than today's."""
        return self._hasher.check_needs_rehash(password_hash)


def _unmatchable_hash(hasher: PasswordHasher) -> str:
    """Write down a hash that nobody has a password for, without computing one."""

    def random(length: int) -> str:
        return base64.b64encode(secrets.token_bytes(length)).decode().rstrip("=")

    cost = f"m={hasher.memory_cost},t={hasher.time_cost},p={hasher.parallelism}"
    return f"$argon2id$v=19${cost}${random(hasher.salt_len)}${random(hasher.hash_len)}"
