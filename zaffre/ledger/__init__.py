"""What each call cost: prices, entries, and a journal that is durable before an answer ends."""
