"""The one composition root: settings in, a working hub out."""

import secrets
from contextlib import suppress
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from forum import logs, mail, realtime, web
from forum.attachments.storage import Bucket, BucketStorage, FolderStorage, Storage
from forum.extensions import configure_database, db, migrate
from forum.jobs.queue import Jobs
from forum.kernel.signing import Signer
from forum.settings import ROOT, Environment, Settings
from forum.wiring import AFTER_RELAY, REALTIME, SCHEDULE, SUBSCRIBERS

# A form holds at most a post of 50,000 characters or a picture of 5 MB; more is refused unread.
MAX_REQUEST_BYTES = 6 * 1024 * 1024


def create_app(settings: Settings) -> Flask:
    """Build the hub from its settings. Opens the database lazily, starts nothing."""
    logs.configure(settings)
    app = Flask(
        "forum",
        root_path=str(ROOT),
        template_folder="templates",
        static_folder="static/dist",
        static_url_path="/static",
    )
    address = urlsplit(settings.public_url)
    secret_key = _secret_key(settings)
    app.config.update(
        SECRET_KEY=secret_key,
        SERVER_NAME=address.netloc,
        PREFERRED_URL_SCHEME=address.scheme,
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        MAX_FORM_MEMORY_SIZE=MAX_REQUEST_BYTES,
        SESSION_COOKIE_NAME="session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=address.scheme == "https",
        TESTING=settings.environment is Environment.TESTING,
        TEMPLATES_AUTO_RELOAD=settings.environment is Environment.DEVELOPMENT,
    )
    app.extensions["settings"] = settings
    app.extensions["signer"] = Signer(secret_key)
    app.extensions["storage"] = _storage(settings)
    if settings.trusted_proxies:
        hops = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    configure_database(app, settings)
    migrate.init_app(app, db)
    web.register(app, settings)
    mail.register(app, settings)
    # Told of a commit first: people wait for it.
    realtime.register(app, settings, REALTIME)
    Jobs(app, settings, subscribers=SUBSCRIBERS, after_relay=AFTER_RELAY, schedule=SCHEDULE)
    return app


def _storage(settings: Settings) -> Storage:
    """Return where attached files lie."""
    if not settings.s3_bucket:
        return FolderStorage(settings.data_dir / "files")
    return BucketStorage(
        Bucket(
            name=settings.s3_bucket,
            endpoint=settings.s3_endpoint,
            region=settings.s3_region,
            access_key=settings.s3_access_key,
            secret_key=settings.s3_secret_key.get_secret_value(),
            allow_http=settings.s3_allow_http,
        )
    )


def _secret_key(settings: Settings) -> str:
    """Return the secret key of the settings, or the one kept in the data folder, made once."""
    if key := settings.secret_key.get_secret_value():
        return key
    path = settings.data_dir / "secret-key"
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        # Linked into place whole: of several processes starting at once, one wins.
        made = path.with_name(f"secret-key.{secrets.token_hex(4)}")
        made.touch(mode=0o600)
        made.write_text(secrets.token_urlsafe(48), encoding="ascii")
        with suppress(FileExistsError):
            path.hardlink_to(made)
        made.unlink()
    return path.read_text(encoding="ascii")
