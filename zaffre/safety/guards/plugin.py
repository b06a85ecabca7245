"""A filter from elsewhere: whatever a named factory makes, if it keeps our contract."""

import importlib
from collections.abc import Callable

from zaffre.safety.filters import Filter
from zaffre.settings.safety import Guard


class PluginWrong(Exception):
    """The factory is not there or makes nothing that can be asked; the message says which."""


def find(factory: str) -> Callable[..., Filter]:
    """The callable under `package.module:name`; raises `PluginWrong`."""
    module, _, name = factory.partition(":")
    try:
        found = getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError, ValueError) as error:
        raise PluginWrong(f"{factory!r} cannot be imported: {error}") from error
    if not callable(found):
        raise PluginWrong(f"{factory!r} is no function that could make a filter")
    return found


def make(guard: Guard) -> Filter:
    """The filter, made with the table's `options`."""
    return find(guard.factory or "")(**guard.options)
