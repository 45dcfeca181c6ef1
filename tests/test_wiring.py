"""The tables of the wiring are complete."""

from forum.cli.reference import pages
from forum.jobs.relay import name_of
from forum.kernel.events import Event
from forum.wiring import SCHEDULE, SUBSCRIBERS


def test_every_event_stands_in_the_wiring_even_if_nobody_listens() -> None:
    declared = {one for one in Event.registry.values() if one.__module__.startswith("forum.")}
    assert declared - set(SUBSCRIBERS) == set()


def test_no_two_subscribers_share_a_name() -> None:
    names = {one: name_of(one) for several in SUBSCRIBERS.values() for one in several}
    assert len(set(names.values())) == len(names)
    assert all(len(name) <= 120 for name in names.values()), "the column holds no more"


def test_no_two_pieces_of_scheduled_work_share_a_name() -> None:
    names = [scheduled.name for scheduled in SCHEDULE]
    assert len(names) == len(set(names))


def test_the_pages_written_from_the_code_agree_with_it() -> None:
    assert [
        path.name for path, text in pages().items() if path.read_text(encoding="utf-8") != text
    ] == []
