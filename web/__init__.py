"""The web apps: static files that the server serves, and nothing to import."""
