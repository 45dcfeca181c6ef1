"""What is said to last: threads, posts, revisions, drafts and read marks."""
