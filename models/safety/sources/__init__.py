"""Readers, one for each labelled set; `ALL` maps a set's name to its rows."""

from collections.abc import Callable, Iterator
from pathlib import Path

from models.safety.rows import Row
from models.safety.sources import clean, jailbreaks, pictures, requests, scored, social

Reader = Callable[[Path], Iterator[Row]]

ALL: dict[str, Reader] = social.READERS | requests.READERS | pictures.READERS | scored.READERS | jailbreaks.READERS
CLEAN: dict[str, Reader] = clean.READERS
