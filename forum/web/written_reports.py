"""A record written out, before the transaction that publishes it."""

from collections.abc import Mapping

from forum.extensions import db
from forum.practices.queries.record import names_of
from forum.practices.text import written_out
from forum.threads.text import Text
from forum.web.threadpool import off_the_loop


def composed_record(record: Mapping[str, str]) -> Text:
    """Return the cleaned and rendered text of a whole record."""
    return off_the_loop(written_out, record, names_of(db.session(), record))
