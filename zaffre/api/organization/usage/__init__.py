"""The paths of usage and costs."""
