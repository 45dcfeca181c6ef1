"""What a text is looked at for before others read it: watched words, links, personal data."""
