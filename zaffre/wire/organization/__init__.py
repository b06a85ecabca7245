"""Administration on the wire: OpenAI's shapes where it has them, ours in its manner elsewhere."""
