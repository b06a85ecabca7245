"""Named counters that all claims of a call are made on at once: in memory, or where several nodes share them."""
