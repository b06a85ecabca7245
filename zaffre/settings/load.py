"""Settings from a TOML file, or the ones that come with the product; every problem told at once."""

import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec

from zaffre.settings.check import contradictions, unknown
from zaffre.settings.schema import Settings
from zaffre.settings.storage import from_environment


class SettingsWrong(Exception):
    """The configuration can't be used; the message has a line for each problem."""


Check = Callable[[Settings], Iterable[str]]


def load(path: Path | None, environ: Mapping[str, str] = os.environ, *, also: Check = lambda settings: ()) -> Settings:
    """The settings in the file at `path`, or the default ones. Raises `SettingsWrong`.

    `also` is what the rooms above have to check: it gives a sentence for each problem.
    """
    source = str(path) if path else "the default configuration"
    raw = _read(path)
    from_environment(raw, environ)
    problems = list(unknown(raw, Settings))
    settings = None
    if not problems:
        try:
            settings = msgspec.convert(raw, Settings)
        except msgspec.ValidationError as error:
            problems.append(str(error).replace(" - at `$.", " in `").replace("`$.", "`"))
    if settings is not None:
        problems += contradictions(settings, environ)
    if settings is not None and not problems:
        problems += also(settings)
    if problems or settings is None:
        raise SettingsWrong("\n".join([f"{source} cannot be used:", *(f"  - {problem}" for problem in problems)]))
    return settings


def _read(path: Path | None) -> dict[str, Any]:
    try:
        text = path.read_text() if path else files("zaffre.settings").joinpath("default.toml").read_text()
        return tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(f"{path} cannot be read: {error}.") from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(f"{path} is not valid TOML: {error}.") from error
