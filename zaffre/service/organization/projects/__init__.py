"""Projects, and what belongs to them: keys, members, service accounts."""
