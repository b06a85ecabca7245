"""The paths of the trail, and of logged bodies."""
