"""What waits for those who moderate, and how the hub is doing as a whole."""
