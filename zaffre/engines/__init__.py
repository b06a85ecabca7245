"""Ways to run a model: one contract, one readable file for each."""
