"""Mailing lists taken over: archives of letters become threads."""
