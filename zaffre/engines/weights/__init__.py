"""The weights that engines run: pulled, checked, prepared, and kept in the home folder."""

from zaffre.engines.weights.contract import Progress, PullFailed
from zaffre.engines.weights.manifest import Manifest
from zaffre.engines.weights.store import Store

__all__ = ["Manifest", "Progress", "PullFailed", "Store"]
