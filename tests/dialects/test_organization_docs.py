"""The page about people, projects and keys: its tables are the data, and its examples run."""

import re
from pathlib import Path

from zaffre.access.roles import built_in
from zaffre.core.keys import OPERATIONS
from zaffre.core.permissions import OF_KEYS, PERMISSIONS

PAGE = (Path(__file__).parents[2] / "docs/organization.md").read_text()


def rows(title: str) -> list[list[str]]:
    """The cells of the first table after a heading, without its head."""
    section = PAGE.split(f"## {title}\n", 1)[1]
    table = re.search(r"(^\|.*\n)+", section, re.MULTILINE)[0].splitlines()[2:]
    return [[cell.strip().strip("`") for cell in row.strip("|").split("|")] for row in table]


def test_the_table_of_roles_is_what_is_there():
    assert rows("Roles") == [[role.name, role.description] for role in built_in().values()]


def test_the_table_of_permissions_is_what_is_there():
    roles = built_in().values()
    expected = [
        [name, text, ", ".join(role.name for role in roles if name in role.permissions)]
        for name, text in PERMISSIONS.items()
    ]
    assert rows("Permissions") == expected


def test_the_examples_run(server, capsys):
    code = "\n".join(re.findall(r"^```python\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE))
    names = {"BASE_URL": f"{server.url}/v1", "ADMIN_KEY": server.make_admin_key()}
    exec(code.replace('"models": ["chat"]', '"models": ["echo"]'), names)
    names["client"].close()
    assert "Weather active" in capsys.readouterr().out


def test_a_keys_scope_can_name_every_operation_that_keys_may_call():
    from tests.walking import rules

    called = {operation for _, _, operation, rule in rules() if rule.where == "own" and rule.permission in OF_KEYS}
    assert called == set(OPERATIONS)
