"""Letters on a regular day: the weekly letter, those of a channel, and the newsletter."""
