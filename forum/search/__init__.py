"""Finding threads, posts and people again: the index, the language of queries, the answers."""
