"""Zaffre: an open generative-AI service that an organisation runs itself."""

__version__ = "0.1.0"
