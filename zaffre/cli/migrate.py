"""`zaffre migrate`: the schema alone, or a look at whether it is the newest."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from zaffre.cli.shared import Config, Home, home_path, read_settings, run


def migrate(
    home: Home = None,
    config: Config = None,
    check: Annotated[bool, typer.Option("--check", help="Change nothing; exit status 1 if there is work.")] = False,
) -> None:
    """Bring the database to the newest schema; a server does so itself when it starts."""
    place, url = home_path(home), read_settings(config).storage.url
    if check:
        raise typer.Exit(run(_check(place, url)))
    run(_open(place, url))
    print("The database has the newest schema.", file=sys.stderr)


async def _open(home: Path, url: str | None) -> None:
    from zaffre.storage.database import opened

    async with opened(home, url):
        return


async def _check(home: Path, url: str | None) -> int:
    from zaffre.storage import schema
    from zaffre.storage.address import Address
    from zaffre.storage.database import Database

    address = Address.find(home, url)
    if not address.is_shared and not Path(address.url.database).exists():
        print(f"There is no database at {address} yet; the first start makes it.", file=sys.stderr)
        return 1
    database = await Database.open(home, url, upgrades=False)
    try:
        found = await database.revision()
    finally:
        await database.close()
    schema.check_known(found)
    if found == schema.HEAD:
        print(f"The database {address} has the newest schema, {found}.", file=sys.stderr)
        return 0
    print(f"The database {address} has {found or 'no schema'}; the newest is {schema.HEAD}.", file=sys.stderr)
    return 1
