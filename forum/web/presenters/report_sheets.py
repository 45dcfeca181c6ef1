"""An experience report as it is put on paper."""

import datetime as dt
from dataclasses import dataclass

from flask import url_for

from forum.kernel import clock
from forum.web.presenters.channels import audience_of
from forum.web.reading import Reading


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """What stands on the sheets beside the article."""

    back: str
    address: str
    """In full: on paper nobody can follow a link."""
    at: dt.datetime
    audience: str


def report_sheet(reading: Reading) -> ReportSheet:
    """Return what stands around the article."""
    public_id = reading.thread.public_id
    return ReportSheet(
        back=url_for("threads.show", public_id=public_id),
        address=url_for("threads.show", public_id=public_id, _external=True),
        at=clock.now(),
        audience=audience_of(reading.thread.channel.audience).sentence,
    )
