"""Changing consultations; who acts comes second, after the session."""

from forum.consultations.actions.arrange import choose_method, promise, set_question
from forum.consultations.actions.begin import begin
from forum.consultations.actions.cast import bring_in, give_part, leave, take_over
from forum.consultations.actions.delete import delete_due
from forum.consultations.actions.end import agree_to_share, disagree_to_share, end
from forum.consultations.actions.move import extend, go_back, go_on, turn_due

__all__ = [
    "agree_to_share",
    "begin",
    "bring_in",
    "choose_method",
    "delete_due",
    "disagree_to_share",
    "end",
    "extend",
    "give_part",
    "go_back",
    "go_on",
    "leave",
    "promise",
    "set_question",
    "take_over",
    "turn_due",
]
