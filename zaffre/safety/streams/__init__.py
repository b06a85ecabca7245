"""Streams on their way out: held until they are cleared, or followed by what is said of them."""
