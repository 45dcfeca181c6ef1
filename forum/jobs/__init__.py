"""What runs beside the pages: the queue, the relay from the event log to its subscribers, the schedule."""
