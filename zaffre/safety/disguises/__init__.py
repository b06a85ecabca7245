"""What attackers hide, read as it is meant."""
