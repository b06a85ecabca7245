"""Stronger filters, asked for their word: guard models of our own, and services elsewhere."""
