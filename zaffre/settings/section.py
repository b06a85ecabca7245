"""What every table of the configuration is."""

from msgspec import Struct


class Section(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A table of the TOML file; a key that is not a field here is an error with its name."""
