"""Bytes of pictures to pixels and back; the one door through which pictures come in."""
