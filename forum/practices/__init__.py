"""Experience reports: a typed record, its review, its verification, and who has adopted it."""
