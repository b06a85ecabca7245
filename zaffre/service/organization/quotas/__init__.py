"""How much: limits, budgets, and the warnings before their end."""
