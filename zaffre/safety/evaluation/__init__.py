"""How good a policy and its classifier are, on texts whose labels are known."""
