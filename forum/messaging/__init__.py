"""Chat: rooms of channels, of two people, of groups; their messages, and what happened when."""
