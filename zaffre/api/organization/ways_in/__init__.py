"""The paths of coming in."""
