"""What needs no model: blocklists, personal data, swear words."""
