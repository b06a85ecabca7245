"""Who is here: people, groups, roles, and who may do what."""
