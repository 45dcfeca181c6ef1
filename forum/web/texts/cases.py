"""What the moderation reads about cases, and why a decision is refused."""

from flask_babel import lazy_gettext as _l

from forum.moderation.models import Measure, Source, Target

SENTENCES: dict[str, object] = {
    "no_case": _l("There is no case at this address, or it is not yours to decide."),
    "no_target": _l("What this was about does not exist any more."),
    "no_canned_text": _l("This text does not exist any more."),
    "moderators_only": _l("This page is for the moderation."),
    "own_case": _l("This case is about you: somebody else decides it."),
    "own_decision": _l("This objection is to a decision of yours: somebody else decides it."),
    "case_decided": _l("This case has been decided in the meantime. Nothing was done again."),
    "case_taken": _l("Somebody else holds this case. Nothing was done."),
    "case_changed": _l(
        "Something about this case has changed since you opened it. Nothing was done; your text is "
        "still here. Please look at the case again, then decide."
    ),
    "claim_ran_out": _l(
        "Your hold on this case ran out before you decided. Nothing was done; your text is still "
        "here. Please look at the case again, then decide."
    ),
    "target_changed": _l(
        "What this case is about has changed in the meantime, so this decision does not fit any "
        "more. Nothing was done; your text is still here."
    ),
    "until_later": _l("Please give a day in the future, within ten years."),
    "choose_channel": _l("Please choose a channel."),
    "choose_measure": _l("Please choose what is to be done."),
    "choose_cases": _l("Please choose at least one case."),
    "not_edited_yet": _l("Please change the text first: the post has not been edited by you yet."),
    "name_taken": _l("There is a text of this name already."),
}

SOURCES = {
    Source.OBJECTION: _l("Objection"),
    Source.NOTICE: _l("Notice"),
    Source.HELD: _l("Waits for release"),
    Source.SUBMITTED: _l("Submitted report"),
    Source.AUTOMATIC: _l("Automatic hit"),
    Source.OWN_INITIATIVE: _l("Own initiative"),
}

TARGETS = {
    Target.POST: _l("Post"),
    Target.REPORT: _l("Experience report"),
    Target.MESSAGE: _l("Message"),
    Target.PROFILE: _l("Profile"),
    Target.STATEMENT: _l("Decision"),
    Target.ELSEWHERE: _l("Other address"),
}

# Why something waits or was noticed; the reasons of notices stand with the notices.
SIGNAL_REASONS: dict[str, object] = {
    "everything": _l("Every post in this channel waits"),
    "newcomer": _l("One of the first posts of its author"),
    "links": _l("Links to other websites"),
    "word": _l("A watched word"),
    "personal_data": _l("Perhaps personal data"),
    "submitted": _l("Handed in"),
    "resubmitted": _l("Handed in again"),
    "objection": _l("The person concerned objects"),
}

MEASURES = {
    Measure.NONE: _l("Nothing is wrong"),
    Measure.RELEASE: _l("Release"),
    Measure.RETURN: _l("Return for revision"),
    Measure.REJECT: _l("Reject"),
    Measure.EDIT: _l("Edited by the moderation"),
    Measure.HIDE: _l("Remove"),
    Measure.MOVE: _l("Move to another channel"),
    Measure.LOCK: _l("Close the thread"),
    Measure.WARN: _l("Warn"),
    Measure.MUTE: _l("No writing until"),
    Measure.SUSPEND: _l("Shut out until"),
    Measure.BAN: _l("Shut out for good"),
    Measure.UPHOLD: _l("The objection is right"),
    Measure.DISMISS: _l("The decision stays"),
}

# One sentence each: what it does, and what is needed for it.
MEASURE_HINTS = {
    Measure.NONE: _l("The case is closed, nothing else happens."),
    Measure.RELEASE: _l("It can be read from now on."),
    Measure.RETURN: _l("The author gets your text and can hand it in again."),
    Measure.REJECT: _l("It stays unreadable; the author gets your reason."),
    Measure.EDIT: _l("You have changed the post with the editor; readers see that."),
    Measure.HIDE: _l("A note with your reason stands in its place."),
    Measure.MOVE: _l("As many people read it as before, or fewer."),
    Measure.LOCK: _l("It can be read, but not written in."),
    Measure.WARN: _l("The person gets your text; nothing else changes."),
    Measure.MUTE: _l("The person reads along, but cannot write."),
    Measure.SUSPEND: _l("The person cannot sign in."),
    Measure.BAN: _l("The person cannot sign in any more."),
    Measure.UPHOLD: _l("What was done is taken back."),
    Measure.DISMISS: _l("What was done remains."),
}
