"""Signed tokens for links in mails: unforgeable, bound to one purpose, with an age.

A token names a row; the row says whether it was used. So a link works once, and nothing secret
stands in the database or in the event log.
"""

import base64
import hashlib
import hmac

from itsdangerous import BadData, URLSafeTimedSerializer

from forum.kernel.errors import NotFound

_PROOF_BYTES = 10


class Signer:
    """Signs and reads tokens with the hub's secret key."""

    def __init__(self, secret_key: str) -> None:
        """Keep the key; each purpose gets its own salt."""
        self._secret_key = secret_key
        self._serializers: dict[str, URLSafeTimedSerializer] = {}

    def sign(self, purpose: str, value: str) -> str:
        """Return a token that carries the value, good for this purpose only."""
        return str(self._serializer(purpose).dumps(value))

    def read(self, purpose: str, token: str, *, max_age: int | None = None) -> str:
        """Return the value.

        Raises ``NotFound("link")`` if forged, foreign or older than ``max_age`` seconds.
        """
        try:
            return str(self._serializer(purpose).loads(token, max_age=max_age))
        except BadData:
            raise NotFound("link") from None

    def proof(self, purpose: str, value: str) -> str:
        """Return 16 small letters and digits that only the hub can make for this value (80 bits).

        For where a whole token does not fit, and the case of letters may change on the way.
        """
        said = f"forum.{purpose}\0{value}".encode()
        mac = hmac.digest(self._secret_key.encode(), said, hashlib.sha256)
        return base64.b32encode(mac[:_PROOF_BYTES]).decode("ascii").lower()

    def _serializer(self, purpose: str) -> URLSafeTimedSerializer:
        """Return what signs for the purpose; made once, as a letter holds several links."""
        made = self._serializers.get(purpose)
        if made is None:
            made = URLSafeTimedSerializer(self._secret_key, salt=f"forum.{purpose}")
            self._serializers[purpose] = made
        return made
