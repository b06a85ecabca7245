"""How people show who they are, and what they see of themselves."""
