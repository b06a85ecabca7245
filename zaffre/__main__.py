"""`python -m zaffre` is `zaffre`."""

from zaffre.cli import main

main()
