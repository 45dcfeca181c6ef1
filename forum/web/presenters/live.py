"""What a page says to its script, so that new posts come to the page."""

from dataclasses import dataclass

from flask import url_for

from forum.web.reading import Reading


@dataclass(frozen=True, slots=True)
class LiveView:
    """The end of a thread, where new posts are put."""

    thread: str
    """The public id."""
    after: int
    """The number up to which the page shows the thread."""
    part_url: str
    read_url: str | None
    """`None` for guests, who have no read marks and no socket."""


def live_view(reading: Reading, until: int) -> LiveView:
    """Return the view of a page that ends with this number."""
    public_id = reading.thread.public_id
    return LiveView(
        thread=public_id,
        after=until,
        part_url=url_for("arrivals.show", public_id=public_id),
        read_url=url_for("arrivals.read", public_id=public_id) if reading.actor else None,
    )
