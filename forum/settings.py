"""The hub's settings: the only reader of the environment.

Every field is read from ``FORUM_<NAME>`` (upper case) and from a file named by ``FORUM_ENV_FILE``;
``docs/settings.md`` is generated from the descriptions here.
"""

import enum
import os
from functools import lru_cache
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parent.parent
SigningKey = RSAPrivateKey | Ed25519PrivateKey
_FEWEST_BITS = 2048
"""What a signer should have at least (RFC 8301, 3.2)."""


@lru_cache(maxsize=2)
def signing_key(path: Path) -> SigningKey:
    """Return the private key of the file, read once for the process.

    Raises `ValueError` with a sentence that says what is wrong with it.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        raise ValueError(f"{path} cannot be read: {error.strerror}") from error
    except TypeError as error:  # that is how it says so
        raise ValueError(f"{path} is protected by a password") from error
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ValueError(f"{path} holds no private key in PEM") from error
    if isinstance(key, RSAPrivateKey) and key.key_size >= _FEWEST_BITS:
        return key
    if isinstance(key, Ed25519PrivateKey):
        return key
    raise ValueError(f"{path} holds a key that cannot sign letters: RSA of 2048 bits, or Ed25519")


class NoEnvFile(Exception):
    """``FORUM_ENV_FILE`` names a file that cannot be read."""


class Environment(enum.StrEnum):
    """What the hub is run for."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TESTING = "testing"


class SignUp(enum.StrEnum):
    """How somebody becomes a member."""

    INVITATION = "invitation"
    APPROVAL = "approval"
    OPEN = "open"


class Settings(BaseSettings):
    """All settings, typed and checked when the hub starts."""

    model_config = SettingsConfigDict(env_prefix="FORUM_", frozen=True, extra="ignore")

    environment: Environment = Field(
        Environment.DEVELOPMENT,
        description="`development` shows sent mail in the browser, `production` refuses unsafe "
        "defaults.",
    )
    hub_name: str = Field(
        "Quartiersforum", description="The name shown in the header, titles and mails."
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="The address under which members reach the hub, without a path. Follows "
        "`FORUM_PORT` when unset.",
    )
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="Signs sessions and links. Made and kept in the data folder when empty; "
        "required in production.",
    )
    data_dir: Path = Field(
        ROOT / "var", description="Folder for the SQLite databases and the made secret key."
    )
    database_url: str = Field(
        "",
        description="`postgresql+psycopg://…`, or empty for SQLite in the data folder.",
    )
    redis_url: str = Field(
        "",
        description="`redis://…` for the job queue and rate limits of several processes, or empty.",
    )
    bind: str = Field("127.0.0.1", description="The address on which `flask forum web` listens.")
    port: int = Field(
        8000, ge=1, le=65535, description="The port on which `flask forum web` listens."
    )
    trusted_proxies: int = Field(
        0, ge=0, le=5, description="How many reverse proxies in front set `X-Forwarded-*`."
    )
    log_format: str = Field(
        "console",
        pattern="^(console|json)$",
        description="`console` for people, `json` for collectors.",
    )
    default_locale: str = Field(
        "de",
        pattern="^(de|en)$",
        description="Language where neither the account nor the browser says one.",
    )
    timezone: str = Field(
        "Europe/Berlin", description="Time zone where an account has not chosen one."
    )
    sign_up: SignUp = Field(
        SignUp.APPROVAL,
        description="`invitation` only, with `approval` by an administrator, or `open` to "
        "everybody.",
    )
    show_funding: bool = Field(
        default=True,
        description="Show the EU emblem with „Kofinanziert von der Europäischen Union“ in the "
        "header.",
    )
    mail_from: str = Field("Quartiersforum <forum@localhost>", description="Sender of all mail.")
    smtp_host: str = Field(
        "",
        description="SMTP server. Empty: mail stays in the outbox page (not allowed in "
        "production).",
    )
    smtp_port: int = Field(587, ge=1, le=65535, description="Port of the SMTP server.")
    smtp_user: str = Field("", description="Login at the SMTP server, or empty.")
    smtp_password: SecretStr = Field(SecretStr(""), description="Password at the SMTP server.")
    smtp_security: str = Field(
        "starttls", pattern="^(none|starttls|tls)$", description="`none`, `starttls` or `tls`."
    )
    mail_domain: str = Field(
        "",
        pattern=r"^([a-z0-9-]+(\.[a-z0-9-]+)*)?$",
        description="Domain whose mail comes to this hub by LMTP: letters then bear `bounce+…@` as "
        "envelope sender, can be answered and ended by mail. Empty: none of it.",
    )
    lmtp_bind: str = Field(
        "127.0.0.1", description="The address on which `flask forum lmtp` takes mail in."
    )
    lmtp_port: int = Field(
        8024, ge=1, le=65535, description="The port on which `flask forum lmtp` takes mail in."
    )
    incoming_megabytes: int = Field(
        25, ge=1, le=200, description="The largest letter that is taken in, in MB."
    )
    dkim_domain: str = Field(
        "",
        description="Domain in whose name letters are signed (RFC 6376); empty: not signed here.",
    )
    dkim_selector: str = Field(
        "forum", description="Selector under which the public key stands in the DNS."
    )
    dkim_key_file: Path | None = Field(
        None, description="File with the private key that signs letters, in PEM: RSA or Ed25519."
    )
    edit_grace_seconds: int = Field(
        300, ge=0, description="How long the author may correct a post before changes are marked."
    )
    introductions: str = Field(
        "vorstellungsrunde",
        description="Slug of the channel in which new members say hello; empty: none.",
    )
    session_days: int = Field(
        30, ge=1, le=365, description="How many days a sign-in lasts when unused."
    )
    password_memory: int = Field(
        65_536,
        ge=32,
        le=4_194_304,
        description="KiB of memory that checking one password takes (Argon2id). "
        "Changed, it takes effect for each member with their next sign-in.",
    )
    attachment_megabytes: int = Field(
        20, ge=1, le=200, description="The largest file that can be attached, in MB."
    )
    attachment_quota_megabytes: int = Field(
        500, ge=1, description="How much the files of one account may take together, in MB."
    )
    picture_megapixels: int = Field(
        40,
        ge=1,
        le=200,
        description="The largest picture that is unpacked, in millions of pixels; each takes four "
        "bytes of memory while it is worked on.",
    )
    s3_bucket: str = Field(
        "",
        description="Bucket of an S3-compatible store for attached files. Empty: the folder "
        "`files` in the data folder.",
    )
    s3_endpoint: str = Field(
        "", description="`https://…` of the S3-compatible store; empty for Amazon's own."
    )
    s3_region: str = Field("eu-central-1", description="Region of the bucket.")
    s3_access_key: str = Field("", description="Name of the key that opens the bucket.")
    s3_secret_key: SecretStr = Field(
        SecretStr(""), description="The secret that belongs to the key."
    )
    s3_allow_http: bool = Field(
        default=False, description="Speak to the store without TLS: only inside one machine."
    )
    fetch_link_titles: bool = Field(
        default=True,
        description="Ask linked pages for their titles, so that a bare address in a post shows "
        "what it leads to. Only the worker asks, and only the open internet; readers' browsers "
        "never do.",
    )
    rate_limits: bool = Field(
        default=True, description="Limit how often forms can be sent. Off only in tests."
    )

    @classmethod
    def from_env(cls) -> Self:
        """Read the environment, and the file named by ``FORUM_ENV_FILE`` before it.

        Raises `NoEnvFile` where that file cannot be read: without it the hub would run as on a
        developer's machine, and nobody would notice.
        """
        return cls(_env_file=_env_file())

    @model_validator(mode="before")
    @classmethod
    def _address_follows_port(cls, values: dict[str, object]) -> dict[str, object]:
        if "port" in values and "public_url" not in values:
            return {**values, "public_url": f"http://127.0.0.1:{values['port']}"}
        return values

    @field_validator("public_url")
    @classmethod
    def _is_plain_address(cls, value: str) -> str:
        parts = urlsplit(value)
        if (
            parts.scheme not in {"http", "https"}
            or not parts.hostname
            or parts.path not in {"", "/"}
        ):
            message = "must look like https://forum.example.org"
            raise ValueError(message)
        return value.rstrip("/")

    @field_validator("timezone")
    @classmethod
    def _is_known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (KeyError, OSError, ValueError) as error:
            message = "must be a time zone such as Europe/Berlin"
            raise ValueError(message) from error
        return value

    @model_validator(mode="after")
    def _bucket_can_be_opened(self) -> Self:
        if self.s3_bucket and not (self.s3_access_key and self.s3_secret_key.get_secret_value()):
            message = "FORUM_S3_BUCKET needs FORUM_S3_ACCESS_KEY and FORUM_S3_SECRET_KEY"
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _letters_can_be_signed(self) -> Self:
        if not self.dkim_domain:
            return self
        if self.dkim_key_file is None:
            message = "FORUM_DKIM_DOMAIN needs FORUM_DKIM_KEY_FILE, the key that signs letters"
            raise ValueError(message)
        try:
            signing_key(self.dkim_key_file)
        except ValueError as error:
            message = f"FORUM_DKIM_KEY_FILE: {error}"
            raise ValueError(message) from error
        return self

    @model_validator(mode="after")
    def _is_safe_in_production(self) -> Self:
        if self.environment is not Environment.PRODUCTION:
            return self
        missing = [
            name
            for name, good in (
                ("FORUM_SECRET_KEY", len(self.secret_key.get_secret_value()) >= 32),
                ("FORUM_PUBLIC_URL (https)", self.public_url.startswith("https://")),
                ("FORUM_SMTP_HOST", bool(self.smtp_host)),
                ("FORUM_PASSWORD_MEMORY of 19456 or more", self.password_memory >= 19_456),
            )
            if not good
        ]
        if missing:
            message = f"production needs: {', '.join(missing)}"
            raise ValueError(message)
        return self

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database."""
        return self.database_url or f"sqlite:///{self.data_dir / 'forum.db'}"

    @property
    def is_sqlite(self) -> bool:
        """Whether the hub runs on its default database."""
        return self.database.startswith("sqlite")


def explain(error: ValidationError | NoEnvFile) -> str:
    """Say in a line per setting what is wrong with it, under the name that the operator gave it."""
    if isinstance(error, NoEnvFile):
        return f"The settings are not right:\n  FORUM_ENV_FILE: {error}"
    lines = []
    for fault in error.errors():
        name = "".join(f"FORUM_{part}: ".upper() for part in fault["loc"])
        lines.append("  " + name + fault["msg"].removeprefix("Value error, "))
    return "\n".join(["The settings are not right:", *lines])


def _env_file() -> str | None:
    """Return the file that the operator names, once it was seen that it can be read."""
    name = os.environ.get("FORUM_ENV_FILE")
    if not name:
        return None
    try:
        Path(name).read_bytes()
    except OSError as error:
        raise NoEnvFile(f"{name} cannot be read: {error.strerror}") from error
    return name
