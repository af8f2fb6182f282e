"""What the daemon shows: one document an athlete, the calendar feed, and the server that hands them out."""
