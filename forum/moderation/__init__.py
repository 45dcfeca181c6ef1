"""What somebody must decide: cases, claims, decisions, statements of reasons, objections."""
