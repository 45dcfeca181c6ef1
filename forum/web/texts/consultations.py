"""What is said about peer consultations, and why something in them is refused."""

from flask_babel import lazy_gettext as _l

SENTENCES: dict[str, object] = {
    "no_consultation": _l(
        "There is no consultation at this address, or you take no part in it. Perhaps it has been "
        "deleted, as was announced."
    ),
    "consultation_over": _l("This consultation is over. It can be read until it is deleted."),
    "consultation_goes_on": _l("This is possible once the consultation is over."),
    "only_listening": _l(
        "In this phase others have the floor. You read along and can write again afterwards."
    ),
    "not_its_moderation": _l("This is decided by whoever moderates the consultation."),
    "not_giver_or_moderation": _l("This is decided by the case giver and the moderation."),
    "not_the_case_giver": _l("Only the case giver can decide this."),
    "casting_over": _l("The case is being told already. Roles and people stay as they are now."),
    "question_not_now": _l("The question is put into words in the phase “Key question”."),
    "method_not_now": _l("The method is chosen in the phase “Choice of a method”."),
    "not_in_consultation": _l("This person takes no part in the consultation."),
    "moderation_is_handed_over": _l(
        "Somebody has to moderate. Please give the moderation to another person first."
    ),
    "giver_cannot_moderate": _l("Whoever brings the case cannot moderate while it is discussed."),
    "no_such_part": _l("Please choose one of the roles."),
    "no_such_method": _l("Please choose one of the methods."),
    "empty_question": _l("Please put the question into words."),
    "phase_changed_meanwhile": _l(
        "The phase has changed in the meantime. Please look at where you are now."
    ),
    "no_further_phase": _l("This was the last phase. You can end the consultation."),
    "no_phase_before": _l("This is the first phase."),
    "no_case_giver": _l("Somebody has to bring the case. Please give this role to a person first."),
    "no_advisers": _l("Nobody would advise. Please bring in at least one more person."),
    "promises_missing": _l(
        "Not everybody has confirmed the rules of confidence yet. Until then no case is told."
    ),
    "question_missing": _l("Please write down the key question first."),
    "method_missing": _l("Please choose a method first."),
}
