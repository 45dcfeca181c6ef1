"""What a reader wants to find again: posts, with a note and perhaps a reminder."""
