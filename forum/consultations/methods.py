"""The ways to advise from which a group chooses; what each means stands in the texts of the web."""

METHODS = (
    "brainstorming",
    "headstand",
    "resonance",
    "hypotheses",
    "good_advice",
    "first_step",
    "in_your_place",
    "strengths",
)
