"""The paths of people, groups and roles."""
