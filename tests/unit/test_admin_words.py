"""The trail's actions: each one that the stories write can be looked for in the browser."""

import re
from pathlib import Path

import web
import zaffre

ACTION = re.compile(r'(?:action=|_told\(|_PRUNED = |PRUNED = )"([a-z_]+(?:\.[a-z_]+)+)"')


def test_every_action_that_is_written_can_be_looked_for():
    written = {
        action for path in Path(zaffre.__file__).parent.rglob("*.py") for action in ACTION.findall(path.read_text())
    }
    offered = re.findall(r'"([a-z_.]+)"', (Path(web.__file__).parent / "admin" / "audit" / "actions.js").read_text())
    assert len(written) > 10 and written - set(offered) == set()
    assert len(offered) == len(set(offered))
