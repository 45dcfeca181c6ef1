"""What is said about peer consultations, and why something in them is refused."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from forum.consultations.models import Pace, Part, Phase

PHASES: dict[Phase, tuple[LazyString, LazyString]] = {
    Phase.CASTING: (
        _l("Casting"),
        _l("Who brings a case, who moderates, who advises? Everybody confirms the rules."),
    ),
    Phase.STORY: (
        _l("Spontaneous story"),
        _l("The case giver tells what happened, without preparation. The others listen."),
    ),
    Phase.QUESTION: (
        _l("Key question"),
        _l("What is to be answered? The case giver says it in one sentence, with the moderation."),
    ),
    Phase.METHOD: (
        _l("Choice of a method"),
        _l("In which way do you want to advise? Everybody proposes, the case giver chooses."),
    ),
    Phase.ADVICE: (
        _l("Advice"),
        _l("The advisers collect what comes to their minds. The case giver only listens."),
    ),
    Phase.CLOSING: (
        _l("Closing"),
        _l("The case giver says what was of use. Everybody says how it was."),
    ),
}
"""The name of each phase, and what happens in it."""

PARTS: dict[Part, LazyString] = {
    Part.GIVER: _l("Brings the case"),
    Part.MODERATOR: _l("Moderates"),
    Part.ADVISER: _l("Advises"),
    Part.SCRIBE: _l("Advises and writes down"),
}
PACES: dict[Pace, LazyString] = {
    Pace.LIVE: _l("Live, in about 45 minutes"),
    Pace.DAYS: _l("Spread over five days"),
}
METHOD_TEXTS: dict[str, tuple[LazyString, LazyString]] = {
    "brainstorming": (
        _l("Brainstorming"),
        _l("Everybody writes down ideas as they come, without judging them. Many beat good ones."),
    ),
    "headstand": (
        _l("Headstand"),
        _l("Ask how it would surely go wrong, and collect ways. Then turn each into its opposite."),
    ),
    "resonance": (
        _l("Round of resonance"),
        _l("Say what the story stirs in you: feelings, pictures, memories. Give no advice yet."),
    ),
    "hypotheses": (
        _l("Hypotheses"),
        _l("Suggest what may lie behind it: “Perhaps it is because …”. No guess has to be true."),
    ),
    "good_advice": (
        _l("Good advice"),
        _l("Each says: “In this situation I advise …”. The case giver takes what fits."),
    ),
    "first_step": (
        _l("A first small step"),
        _l("Look only for what can be done this week. The smaller and nearer, the better."),
    ),
    "in_your_place": (
        _l("In your place"),
        _l("Speak as one of those in the story: “As a neighbour I would …”. Then change places."),
    ),
    "strengths": (
        _l("What works already"),
        _l("Name what has gone well in the story, and who helped. Build on it."),
    ),
}
"""The name of each method, and how it goes."""

RULES: tuple[LazyString, ...] = (
    _l("I name no persons, and nothing by which somebody could be recognised."),
    _l("I change or leave out places, dates and details that are not needed."),
    _l("What is said here stays here; I copy and pass on nothing."),
    _l("I bring no files with personal data in here."),
)
"""What everybody confirms before a case is told."""

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
    "result_not_shared": _l("The case giver has not agreed that something of it is passed on."),
    "casting_over": _l("The case is being told already. Roles and people stay as they are now."),
    "question_not_now": _l("The question is put into words in the phase “Key question”."),
    "method_not_now": _l("The method is chosen in the phase “Choice of a method”."),
    "not_in_consultation": _l("This person takes no part in the consultation."),
    "moderation_is_handed_over": _l(
        "Somebody has to moderate. Please give the moderation to another person first."
    ),
    "giver_cannot_moderate": _l("Whoever brings the case cannot moderate while it is discussed."),
    "not_an_adviser": _l("Only those who advise can take the moderation over."),
    "moderation_is_there": _l("Somebody moderates. You can ask them to hand the moderation over."),
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
