"""The illustrator: composes openly licensed art by meaning. It retrieves and arranges; it does not generate."""
