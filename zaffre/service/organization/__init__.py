"""The stories of administration: each is allowed, done and entered into the trail in one transaction."""
