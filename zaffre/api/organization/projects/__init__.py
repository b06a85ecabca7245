"""The paths of projects, keys and members."""
