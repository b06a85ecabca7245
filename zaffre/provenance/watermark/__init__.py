"""The invisible watermark: a faint repeating pattern that only who has the key can see."""
