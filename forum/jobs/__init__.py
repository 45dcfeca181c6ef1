"""What runs beside the pages: the queue, the relay, the schedule."""
