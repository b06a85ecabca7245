"""The story of each request."""
