"""The commands, one file for each noun."""

import sys


def main() -> None:
    """Run the command line; every foreseen failure is one line that helps, and exit status 1."""
    from zaffre.cli.app import app
    from zaffre.cli.shared import Failed

    try:
        app()
    except Failed as failure:
        print(f"zaffre: {failure}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
