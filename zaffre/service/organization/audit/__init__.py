"""What was done, by whom; and what was said, where a project keeps it."""
