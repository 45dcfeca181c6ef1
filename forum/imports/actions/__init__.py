"""What can be done with archives: one verb a page, one import path."""

from forum.imports.actions.begin import begin, finish
from forum.imports.actions.take_back import TakenBack, take_back
from forum.imports.actions.take_in import Outcome, take_in
from forum.imports.actions.take_over import take_over, take_over_waiting

__all__ = [
    "Outcome",
    "TakenBack",
    "begin",
    "finish",
    "take_back",
    "take_in",
    "take_over",
    "take_over_waiting",
]
