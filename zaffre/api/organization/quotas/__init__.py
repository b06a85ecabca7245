"""The paths of limits and budgets."""
