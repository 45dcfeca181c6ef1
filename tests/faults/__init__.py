"""What survives when processes are killed, proven with real processes."""
