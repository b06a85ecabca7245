"""Hints for browsers: which modules a page will load, so that they come at once and not one after another."""

import re
from functools import cache
from pathlib import Path

# A whole line, so that code that a page only shows is not taken for its own.
_IMPORT = re.compile(r"""^(?:import|export)\b[^;]*?\bfrom "((?:\.{1,2}|/web)/[^"]+)";$""", re.MULTILINE)


@cache
def modules(folder: Path, app: str) -> tuple[str, ...]:
    """The modules that the app's `main.js` loads sooner or later, as paths from `folder`, where all pages lie.

    What is imported only when it is needed is left out. Read once for each app: a hint that has grown old does no harm.
    """
    root = folder.resolve()
    found: dict[Path, None] = {}
    waiting = [root / app / "main.js"]
    while waiting:
        path = waiting.pop()
        for name in _IMPORT.findall(path.read_text()):
            imported = root / name.removeprefix("/web/") if name.startswith("/") else (path.parent / name).resolve()
            if imported not in found:
                found[imported] = None
                waiting.append(imported)
    return tuple(path.relative_to(root).as_posix() for path in found)


def hinted(folder: Path, app: str) -> str:
    """The app's page with a hint for each of its modules; low, because what paints the page comes first."""
    hints = [f'<link rel="modulepreload" fetchpriority="low" href="/web/{name}">' for name in modules(folder, app)]
    page = (folder / app / "index.html").read_text()
    return page.replace("  </head>", "".join(f"    {hint}\n" for hint in hints) + "  </head>", 1)
