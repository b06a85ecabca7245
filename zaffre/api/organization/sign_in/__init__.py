"""The paths of signing in, and of what people see of themselves."""
