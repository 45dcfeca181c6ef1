"""What can be done with letters on a regular day; one verb and its inverse a file."""
