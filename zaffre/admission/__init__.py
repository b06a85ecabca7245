"""Whether a call may run now: limits and budgets, reserved before and settled after."""
