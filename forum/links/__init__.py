"""What is known of the pages that posts link to."""
