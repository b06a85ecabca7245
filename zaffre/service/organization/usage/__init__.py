"""What was used, what it cost, and what was refused."""
