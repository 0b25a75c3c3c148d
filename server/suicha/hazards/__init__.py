"""隐患: what was found wrong, and the queue that works it off."""
