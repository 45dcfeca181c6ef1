"""What can be done with channels: one verb and its inverse per file."""
