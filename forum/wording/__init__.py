"""Words that pages and mails share, so that both say the same; everything else has its own."""
