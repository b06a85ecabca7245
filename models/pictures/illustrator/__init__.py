"""Packs openly licensed art for the illustrator, and shows what it makes of a hundred prompts."""
