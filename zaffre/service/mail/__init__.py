"""What leaves the house by itself: mail and webhooks, kept in an outbox until they have arrived."""
